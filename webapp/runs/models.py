"""Runs and their journals."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agents.types import SourcePolicy
from webapp.messages import MessageField


class Run(models.Model):
    """One question being worked on; everything that happened is in its events."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        PAUSED = "paused"
        FINISHED = "finished"
        DECLINED = "declined"
        CANCELLED = "cancelled"
        INTERRUPTED = "interrupted"
        FAILED = "failed"

    OPEN = (Status.QUEUED, Status.RUNNING, Status.PAUSED, Status.INTERRUPTED)
    """Runs that have not ended."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="runs"
    )
    question = models.TextField(blank=True)
    images = models.JSONField(default=list, help_text="UIDs of the pictures that came with the question.")
    corpora = models.ManyToManyField("corpora.Corpus", related_name="runs")
    profile = models.CharField(max_length=40, default="standard")
    sources = models.CharField(
        max_length=7,
        choices=[(each.value, each.value) for each in SourcePolicy],
        default=SourcePolicy.CORPORA.value,
        help_text="Where it may look; on the web alone, it has no corpora.",
    )
    policy = models.CharField(max_length=200)
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    message = MessageField(blank=True, help_text="Why it failed, as a sentence.")
    lease_owner = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True, help_text="When a worker first took it.")
    worked_since = models.DateTimeField(
        null=True, blank=True, help_text="When it would have begun, had it not stood still in between."
    )
    finished = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="What its owner calls it.")
    pinned = models.DateTimeField(null=True, blank=True, help_text="Since when it stands above the list.")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="forks")
    fork_seq = models.PositiveIntegerField(
        null=True, blank=True, help_text="The last event that is shared with the parent."
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="follow_ups",
        help_text="The run whose answer this question asks on from.",
    )  # fmt: skip
    model_calls = models.PositiveIntegerField(default=0, help_text="Paid by this run, not by its parent.")
    tokens = models.PositiveBigIntegerField(default=0)
    cost_usd = models.DecimalField(max_digits=14, decimal_places=8, default=0)
    step_count = models.PositiveIntegerField(default=0, help_text="How many steps its journal decided.")

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    @property
    def is_worked_on(self) -> bool:
        """Whether a worker has it, or takes it next."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING, self.Status.INTERRUPTED)

    def __str__(self) -> str:
        # Not the question: Django's admin shows this to administrators who have not opened the run.
        return f"Run {self.pk}"


class ToolUse(models.Model):
    """A run called a tool; its journal says so as well, but cannot be searched by it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="tool_uses")
    tool = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["tool"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tool", "run"], name="tool_use_once_per_run")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} used {self.tool}"


class RunTag(models.Model):
    """A word that a run's owner files it under."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "run"], name="run_tag_once_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id} is filed under {self.name}"


class RunEvent(models.Model):
    """One line of a run's journal. Lines are added, never changed."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["run", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "seq"], name="one_event_per_seq")]
        # Answers are looked through for words and citations; their journals are not.
        indexes: ClassVar = [
            models.Index(fields=["run"], condition=models.Q(kind="answer_given"), name="answers_of_runs")
        ]
        verbose_name = _("run event")
        verbose_name_plural = _("run events")

    def __str__(self) -> str:
        return f"{self.run_id}/{self.seq} {self.kind}"


class Order(models.Model):
    """What a person wants a run to do differently; the run takes it between two calls and journals that."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="orders")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    wish = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"Order {self.pk} to run {self.run_id}"


class Share(models.Model):
    """A link that shows one run, read-only, to whoever has it. The link itself is not kept, only its hash."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="shares")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shares")
    token_hash = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the link's token, in hex."
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} until {self.expires:%Y-%m-%d}"


class SavedView(models.Model):
    """A filter of the list of runs, kept under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.TextField(help_text="The query string of the list, such as status=finished&sort=-cost.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_view_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """An administrator opened somebody else's run, for a reason that stays on record."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("opening")
        verbose_name_plural = _("openings")

    def __str__(self) -> str:
        return f"{self.person} opened {self.run_id}: {self.reason}"


class Spending(models.Model):
    """What a user's runs paid for models in a month; it stays when the runs are deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="spending")
    month = models.DateField(help_text="Its first day, in UTC.")
    tokens = models.PositiveBigIntegerField(default=0)
    cost_usd = models.DecimalField(max_digits=14, decimal_places=8, default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "month"], name="one_row_a_month")]

    def __str__(self) -> str:
        return f"{self.user} {self.month:%Y-%m}"


class TriedQuestion(models.Model):
    """A question made from a corpus's own documents and pictures, tried by the built-in rules.

    `answer` is what they said where that answered it, without the numbers of its sources; else it is empty.
    """

    class Kind(models.TextChoices):
        IDENTITY = "identity"
        NUMBER = "number"
        COMPARISON = "comparison"
        PICTURES = "pictures"
        ABOUT = "about"

    corpus = models.ForeignKey("corpora.Corpus", models.CASCADE, related_name="tried_questions")
    kind = models.CharField(max_length=12, choices=Kind)
    question = models.TextField()
    images = models.JSONField(default=list, help_text="UIDs of the pictures that it is asked with.")
    documents = models.JSONField(default=list, help_text="Those it is about: [[id, SHA-256], ...].")
    answer = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.question


class TrialRound(models.Model):
    """How far a corpus is tried: up to which index job, and by a worker until when."""

    corpus = models.OneToOneField("corpora.Corpus", models.CASCADE, related_name="trial_round")
    job = models.PositiveBigIntegerField(default=0, help_text="The newest index job that it has seen.")
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.corpus_id} up to job {self.job}"
