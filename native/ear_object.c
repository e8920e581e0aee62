#include "objects.h"

#include "fold.h"

#include <stdlib.h>

#define WORTH_KEEPING (1u << 16) /* characters; the space of a longer turn is given back */

static PyObject *acts_name, *name_name, *speaker_name, *text_name, *turn_name;
static PyObject *addresses[4]; /* None, «u», «je», «mixed» */

int ear_constants(void)
{
    acts_name = PyUnicode_InternFromString("acts");
    name_name = PyUnicode_InternFromString("name");
    speaker_name = PyUnicode_InternFromString("speaker");
    text_name = PyUnicode_InternFromString("text");
    turn_name = PyUnicode_InternFromString("turn");
    Py_INCREF(Py_None);
    addresses[0] = Py_None;
    addresses[1] = PyUnicode_InternFromString("u");
    addresses[2] = PyUnicode_InternFromString("je");
    addresses[3] = PyUnicode_InternFromString("mixed");
    return !PyErr_Occurred();
}

void ear_work_free(Work *work)
{
    if (work == NULL)
        return;
    turn_free(&work->turn);
    FREE(work->acts);
    FREE(work->cues);
    FREE(work->kept);
    FREE(work->undone);
    FREE(work->order);
    FREE(work->covered);
    FREE(work->pair_rows);
    FREE(work->place);
    FREE(work->terms);
    FREE(work->scores);
    FREE(work->weights);
    FREE(work->name);
    FREE(work->before.rows);
    free(work);
}

/* Each turn has a space of its own, so that two threads never share one. */
Work *ear_take_work(Ear *ear)
{
    Work *work = ear->work;
    ear->work = NULL;
    if (work == NULL)
        work = calloc(1, sizeof *work);
    if (work == NULL)
        PyErr_NoMemory();
    return work;
}

static void give_back(Ear *ear, Work *work)
{
    if (ear->work == NULL && work->turn.text.room <= WORTH_KEEPING)
        ear->work = work;
    else
        ear_work_free(work);
}

/* Take in the characters of a text; asks Python how those fold that it has not met. */
static int read_text(const Ear *ear, Turn *turn, PyObject *text)
{
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (length < 0)
        return 0;
    if (length > INT32_MAX / 4) {
        PyErr_NoMemory();
        return 0;
    }
    turn->text.count = 0;
    if (!ROOM(turn->text, length + 1) ||
        (length && PyUnicode_AsUCS4(text, turn->text.at, length + 1, 0) == NULL))
        return 0;
    turn->text.count = (size_t)length;
    for (Py_ssize_t at = 0; at < length; at++)
        if (turn->text.at[at] >= PAGE_ONE &&
            fold_of(turn->text.at[at], ear->fold, ear->dropped) == NULL)
            return 0;
    return 1;
}

/* Take in one act of the turn before: what answers it, and the row of its weights. */
static int read_act(Ear *ear, Work *work, PyObject *act)
{
    PyObject *name = PyObject_GetAttr(act, name_name);
    Py_ssize_t length;
    const char *text = name ? PyUnicode_AsUTF8AndSize(name, &length) : NULL;
    int done = 0;
    if (text != NULL) {
        int32_t answered = name_find(&ear->answered, text, (size_t)length);
        if (answered != NOWHERE)
            work->before.answers |= (uint64_t)1 << answered;
        int32_t row = ear->weighs ? feature_row(ear, work, "before:", text, (size_t)length) : NOWHERE;
        done = row >= NOWHERE && PUSH(work->before.rows, row);
    }
    Py_XDECREF(name);
    return done;
}

static int read_last(Ear *ear, Work *work, PyObject *last, PyObject *speaker)
{
    PyObject *acts = PyObject_GetAttr(last, acts_name);
    PyObject *turn = acts ? PyObject_GetAttr(last, turn_name) : NULL;
    PyObject *spoke = turn ? PyObject_GetAttr(turn, speaker_name) : NULL;
    Py_ssize_t count = spoke ? PySequence_Size(acts) : -1;
    int done = count >= 0;
    for (Py_ssize_t k = 0; done && k < count; k++) {
        PyObject *act = PySequence_GetItem(acts, k);
        done = act != NULL && read_act(ear, work, act);
        Py_XDECREF(act);
    }
    if (done) {
        int same = PyObject_RichCompareBool(spoke, speaker, Py_EQ);
        work->before.goes_on = same;
        done = same >= 0;
    }
    Py_XDECREF(acts);
    Py_XDECREF(turn);
    Py_XDECREF(spoke);
    return done;
}

static int read_before(Ear *ear, Work *work, PyObject *before, PyObject *turn)
{
    work->before.answers = 0;
    work->before.goes_on = 0;
    work->before.rows.count = 0;
    work->before.turns = PySequence_Size(before);
    if (work->before.turns <= 0)
        return work->before.turns == 0;
    PyObject *last = PySequence_GetItem(before, work->before.turns - 1);
    PyObject *speaker = last ? PyObject_GetAttr(turn, speaker_name) : NULL;
    int done = speaker != NULL && read_last(ear, work, last, speaker);
    Py_XDECREF(last);
    Py_XDECREF(speaker);
    return done;
}

static PyObject *act_of(const Ear *ear, const Heard *heard)
{
    PyObject *because = heard->because ? heard->because
                                       : PyList_GetItem(ear->because, heard->entry);
    PyObject *name = PyList_GetItem(ear->owner_names, heard->owner);
    PyObject *act = NULL, *arguments = Py_BuildValue("(O(ii)dO)", name, heard->start, heard->end,
                                                     heard->confidence, because);
    if (arguments != NULL)
        act = PyObject_Call(ear->act_type, arguments, NULL);
    Py_XDECREF(arguments);
    return act;
}

static PyObject *acts_of(const Ear *ear, const HeardList *list)
{
    PyObject *acts = PyTuple_New((Py_ssize_t)list->count);
    for (size_t k = 0; acts != NULL && k < list->count; k++) {
        PyObject *act = act_of(ear, &list->at[k]);
        if (act == NULL || PyTuple_SetItem(acts, (Py_ssize_t)k, act) < 0)
            Py_CLEAR(acts);
    }
    return acts;
}

static PyObject *address_of(const Ear *ear, const Work *work)
{
    int formal = (work->turn.flags & FORMAL) != 0, familiar = 0;
    for (size_t k = 0; k < work->cues.count; k++)
        familiar |= (ear->owner_flags.at[work->cues.at[k].owner] & SAYS_JE) != 0;
    return addresses[ear->agent ? formal + 2 * familiar : 0];
}

static PyObject *heard_turn(const Ear *ear, const Work *work, PyObject *turn)
{
    PyObject *heard = NULL, *acts = acts_of(ear, &work->acts);
    PyObject *cues = acts ? acts_of(ear, &work->cues) : NULL;
    if (cues != NULL)
        heard = PyObject_CallFunctionObjArgs(ear->turn_type, turn, acts, cues,
                                             address_of(ear, work), NULL);
    Py_XDECREF(acts);
    Py_XDECREF(cues);
    return heard;
}

static int listen(Ear *ear, Work *work)
{
    ear_tidy(ear);
    return ear_read(ear, &work->turn) && ear_judge(ear, work) &&
           (!ear->weighs || work->turn.tokens.count == 0 || ear_weigh(ear, work));
}

static PyObject *hear(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Ear *ear = &((EarObject *)self)->ear;
    if (count != 2 || !ear->ready) {
        PyErr_SetString(PyExc_TypeError, "expected a turn and what came before it");
        return NULL;
    }
    Work *work = ear_take_work(ear);
    if (work == NULL)
        return NULL;
    PyObject *heard = NULL, *text = PyObject_GetAttr(args[0], text_name);
    work->acts.count = work->cues.count = 0;
    if (text != NULL && read_before(ear, work, args[1], args[0]) &&
        read_text(ear, &work->turn, text) && listen(ear, work))
        heard = heard_turn(ear, work, args[0]);
    for (size_t k = 0; k < work->acts.count; k++)
        Py_XDECREF(work->acts.at[k].because);
    work->acts.count = 0;
    Py_XDECREF(text);
    give_back(ear, work);
    return heard;
}

static PyMethodDef methods[] = {
    {"hear", (PyCFunction)(void (*)(void))hear, METH_FASTCALL,
     "Return a turn with the acts and cues heard in it, given the turns before it."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Hears the turns of one speaker."},
    {Py_tp_init, ear_init},
    {Py_tp_dealloc, ear_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec ear_spec = {
    "gehoor.hearing._core.Ear", sizeof(EarObject), 0, Py_TPFLAGS_DEFAULT, slots,
};
