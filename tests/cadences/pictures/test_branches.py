"""What another answer would lead to is what the machine does with it, and only that."""

from hypothesis import given, settings

from cadences.enrollment import Answered, RefusedError
from cadences.machine import advance
from cadences.pictures.branches import Scene, branches, possible
from tests.cadences.pictures.stages import asked, pictured


@settings(max_examples=25)
@given(asked())
def test_every_answer_leads_where_the_machine_says_and_is_told_once(about):
    shown = pictured(**about)
    scene = Scene(shown.cadence, shown.contact, shown.rep, shown.holiday)
    for touch in shown.preview.touches:
        told = [
            (answer, branch)
            for branch in branches(scene, touch.opened, touch.span.start, touch.span.end)
            for answer in branch.answers
        ]
        left = list(possible(shown.cadence, touch.opened.next))
        for answer, branch in told:
            left.remove(answer)
            fact = Answered(answer, touch.span.start, touch.opened.next.number)
            step = advance(touch.opened, fact, shown.cadence, scene.terms, shown.holiday, touch.span.end)
            new = step.enrollment.next
            assert type(step.enrollment.state) is type(branch.state)
            assert (new is None) == (branch.next is None)
            if new is not None:
                assert (new.step, new.channel, new.attempt, new.due) == (
                    branch.next.step,
                    branch.next.channel,
                    branch.next.attempt,
                    branch.next.due,
                )
        for answer in left:  # what is left out is what the machine refuses
            fact = Answered(answer, touch.span.start, touch.opened.next.number)
            try:
                advance(touch.opened, fact, shown.cadence, scene.terms, shown.holiday, touch.span.end)
            except RefusedError:
                continue
            raise AssertionError(answer)


@settings(max_examples=25)
@given(asked())
def test_the_answer_that_was_given_leads_to_the_touch_that_came_next(about):
    shown = pictured(**about)
    scene = Scene(shown.cadence, shown.contact, shown.rep, shown.holiday)
    for touch, after in zip(shown.preview.touches, shown.preview.touches[1:], strict=False):
        given_ = [
            branch
            for branch in branches(scene, touch.opened, touch.span.start, touch.span.end)
            if any(answer.outcome is touch.outcome and answer == touch.answer for answer in branch.answers)
        ]
        for branch in given_:  # what silence limits put in its place came later, by itself
            assert branch.next is not None
            assert after.step in {branch.next.step, "diagnose"}
