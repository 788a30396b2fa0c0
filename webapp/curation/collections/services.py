"""Making a corpus, changing what it is called and who may read it, and putting it away."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from agents.messages import message as _
from webapp.corpora.errors import CorpusExists
from webapp.corpora.models import Corpus
from webapp.curation.collections.forms import CorpusForm, NewCorpusForm
from webapp.curation.models import Change


def create(form: NewCorpusForm, person: User) -> Corpus:
    """The corpus of a valid form; whoever makes it looks after it.

    Raises CorpusExists where somebody took its short name since the form was read.
    """
    try:
        with transaction.atomic():
            corpus: Corpus = form.save()
            corpus.curators.add(person)
    except IntegrityError:
        slug = form.cleaned_data["slug"]
        raise CorpusExists(_("There is a corpus “%(slug)s” already. Choose another.", slug=slug)) from None
    return corpus


_ACCESS = ("readers", "reader_groups", "curators")


@transaction.atomic
def change(form: CorpusForm, person: User) -> None:
    """Name, description and access as a valid form says, all or none of them.

    The history of the corpus tells what of its access changed, and keeps no names of people.
    """
    before = Corpus.objects.select_for_update().get(pk=form.instance.pk)
    fields = ["is_private"] if before.is_private != form.cleaned_data["is_private"] else []
    fields += [name for name in _ACCESS if set(getattr(before, name).all()) != set(form.cleaned_data[name])]
    corpus: Corpus = form.save()
    if fields:
        Change.objects.create(
            corpus=corpus, person=person, action=Change.Action.ACCESS,
            detail={"fields": fields, "is_private": corpus.is_private},
        )  # fmt: skip


def archive(corpus: Corpus, is_archived: bool) -> None:
    """Take the corpus out of new questions, or put it back; idempotent."""
    corpus.archived = (corpus.archived or timezone.now()) if is_archived else None
    corpus.save(update_fields=["archived"])
