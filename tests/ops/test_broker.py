"""The embedded broker loses no message."""

import shutil
import time
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError

from webapp.celery import app


@pytest.fixture
def options(tmp_path: Path) -> dict[str, str]:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    folder = str(tmp_path / "messages")
    return {
        "data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control"),
    }  # fmt: skip


def opened(options: dict[str, str]) -> dict[str, Any]:
    return {"transport": "webapp.work.broker:Transport", "transport_options": options}


def open_channel(options: dict[str, str]) -> Any:
    return Connection(**opened(options)).channel()


class LookedForWhileWritten:
    """Part of a message; while it is turned into text, somebody looks for messages."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.found_nothing = False

    def __json__(self) -> str:
        try:
            self._reader._get("runs")
        except Empty:
            self.found_nothing = True
        return "the text"


def test_a_message_is_not_there_before_it_is_whole(options: dict[str, str]) -> None:
    writer, reader = open_channel(options), open_channel(options)
    body = LookedForWhileWritten(reader)
    writer._put("runs", {"body": body})
    assert body.found_nothing
    assert reader._get("runs") == {"body": "the text"}


def test_messages_come_in_their_order_and_each_once(options: dict[str, str]) -> None:
    writer, reader = open_channel(options), open_channel(options)
    for number in range(3):
        writer._put("runs", {"body": number})
        time.sleep(0.002)
    assert [reader._get("runs")["body"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        reader._get("runs")


def test_a_folder_that_takes_nothing_is_an_error_of_the_channel(
    options: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ChannelError, match="Not a directory"):
        open_channel({**options, "data_folder_out": str(tmp_path / "file" / "x")})._put("runs", {"body": 1})


def test_a_worker_of_an_installation_without_a_broker_uses_it() -> None:
    with app.connection_for_read() as connection:
        assert type(connection.transport).__module__ == "webapp.work.broker"


def test_a_folder_that_is_gone_is_made_again(options: dict[str, str], tmp_path: Path) -> None:
    worker, web = Connection(**opened(options)), Connection(**opened(options))
    queue = Queue("runs", Exchange("runs", type="direct"), routing_key="runs")
    consumer, producer = worker.SimpleQueue(queue), web.SimpleQueue(queue)
    producer.put("before")
    assert consumer.get(timeout=60).payload == "before"
    shutil.rmtree(tmp_path / "messages")
    shutil.rmtree(tmp_path / "control")
    with pytest.raises(Empty):
        consumer.get(block=False)
    producer.put("after")
    assert consumer.get(timeout=60).payload == "after"


def test_what_is_put_first_makes_the_folder_again(options: dict[str, str], tmp_path: Path) -> None:
    worker, web = Connection(**opened(options)), Connection(**opened(options))
    queue = Queue("runs", Exchange("runs", type="direct"), routing_key="runs")
    consumer, producer = worker.SimpleQueue(queue), web.SimpleQueue(queue)
    shutil.rmtree(tmp_path / "messages")
    shutil.rmtree(tmp_path / "control")
    producer.put("after")
    message = consumer.get(timeout=60)
    message.ack()
    assert (message.payload, len(consumer)) == ("after", 0)
