"""What people say a search should find, and how well it did."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from webapp.corpora.models import Corpus, CorpusImage, Document


class TestQuery(models.Model):
    """Words, a picture, or both, that a corpus is asked again and again."""

    __test__ = False  # for pytest: the name is the field's term

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="test_queries")
    text = models.CharField(max_length=500, blank=True)
    uid = models.CharField(max_length=40, blank=True, help_text="Of the picture that is asked with.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "text", "uid"], name="test_query_once")
        ]

    def __str__(self) -> str:
        return self.text or self.uid


class Judgement(models.Model):
    """Somebody says that a picture or a document is right, or wrong, for a test query."""

    query = models.ForeignKey(TestQuery, models.CASCADE, related_name="judgements")
    image = models.ForeignKey(CorpusImage, models.CASCADE, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="+")
    is_right = models.BooleanField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["query", "image"], name="judged_image_once"),
            models.UniqueConstraint(fields=["query", "document"], name="judged_document_once"),
            models.CheckConstraint(
                condition=Q(image__isnull=False, document__isnull=True)
                | Q(image__isnull=True, document__isnull=False),
                name="judgement_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.query_id}: {'right' if self.is_right else 'wrong'}"


class QualityMeasure(models.Model):
    """How well test queries were answered at one time; recall and nDCG are of the first ten, 0..1."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="measures")
    encoder = models.CharField(max_length=200)
    encoder_version = models.CharField(max_length=100)
    queries = models.PositiveIntegerField()
    recall = models.FloatField()
    ndcg = models.FloatField()
    milliseconds = models.FloatField(help_text="Median of a query.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.corpus_id}: recall {self.recall:.2f}, nDCG {self.ndcg:.2f}"
