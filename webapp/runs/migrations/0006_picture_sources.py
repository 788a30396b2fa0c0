"""What runs of before show of corpora: written down from their journals, as it is now when it happens."""

from django.db import migrations

_BATCH = 1000


def write_down(apps, schema_editor):
    uses, runs = apps.get_model("corpora", "MediaUse").objects, apps.get_model("runs", "Run").objects
    of_corpora = set(uses.filter(corpus__isnull=False).values_list("uid", flat=True))
    made = {}
    for run, payload in _calls(apps):
        for uid, parents in _pictures(payload["observation"]["data"]):
            made.setdefault(run, {}).setdefault(uid, parents)
    images = dict(runs.values_list("pk", "images"))
    rows = []
    source = apps.get_model("corpora", "PictureSource")
    for use, run, uid in uses.filter(run__isnull=False).values_list("pk", "run", "uid").iterator():
        own = {each for each in images[run] if each not in of_corpora}
        rows += [source(use_id=use, uid=each) for each in _roots(uid, made.get(run, {}), own)]
    source.objects.bulk_create(rows, batch_size=_BATCH)


def _calls(apps):
    events = apps.get_model("runs", "RunEvent").objects.filter(kind="call_finished").order_by("run", "seq")
    return events.values_list("run", "payload").iterator(chunk_size=_BATCH)


def _pictures(data):
    """Each picture of a result with those that it was made from."""
    match data:
        case {"type": "picture", "uid": uid}:
            yield uid, [data["parent"]] if data.get("parent") else []
        case {"type": "pictures", "pictures": looks}:
            for look in looks:
                yield look["uid"], [look["parent"]] if look.get("parent") else []
            if data.get("sheet"):
                yield data["sheet"]["uid"], [look["uid"] for look in looks]
        case {"type": "comparison", "first": first, "second": second, "sheet": sheet}:
            yield sheet["uid"], [first, second]


def _roots(uid, made, own):
    """The corpus pictures that a picture is or shows; none for one that came with the question."""
    found, seen, waiting = set(), set(), [uid]
    while waiting:
        at = waiting.pop()
        if at in seen or at in own:
            continue
        seen.add(at)
        waiting += made.get(at, [])
        if not made.get(at):
            found.add(at)
    return sorted(found)


class Migration(migrations.Migration):
    dependencies = [("runs", "0005_names_tags_and_waits"), ("corpora", "0011_picture_sources")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop, elidable=True)]
