/* Making an ear out of what Python hands it, checked; and letting it go. */
#include "objects.h"

#include "fold.h"

#include <stdlib.h>

#define MOST_ANSWERED 62

static int wrong(const char *what)
{
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, what);
    return 0;
}

static int within(const Numbers *numbers, int32_t least, size_t most)
{
    for (size_t k = 0; k < numbers->count; k++)
        if (numbers->at[k] < least || (numbers->at[k] >= 0 && (size_t)numbers->at[k] >= most))
            return 0;
    return 1;
}

static int read_entries(Ear *ear, PyObject *bytes)
{
    Numbers numbers = {0};
    size_t owners = ear->owner_flags.count;
    int fit = numbers_read(&numbers, bytes) && numbers.count == 4 * ear->main->phrases &&
              PyList_Size(ear->because) == (Py_ssize_t)ear->main->phrases &&
              ROOM(ear->entries, ear->main->phrases + 1);
    for (size_t k = 0; fit && k < ear->main->phrases; k++) {
        const int32_t *at = numbers.at + 4 * k;
        Entry entry = {at[0], at[1], at[2], at[3]};
        fit = entry.owner >= 0 && (size_t)entry.owner < owners;
        ear->entries.at[ear->entries.count++] = entry;
    }
    FREE(numbers);
    return fit ? 1 : wrong("the entries do not fit the phrases");
}

static int owners_fit(const Ear *ear)
{
    size_t owners = ear->owner_flags.count;
    const Numbers *first = &ear->yields_first;
    if ((size_t)PyList_Size(ear->owner_names) != owners || first->count != owners + 1 ||
        first->at[0] != 0 || (size_t)first->at[owners] != ear->yields.count ||
        !within(&ear->yields, 0, owners) || ear->flags.count != ear->flagged.names.count ||
        ear->answered.names.count > MOST_ANSWERED)
        return 0;
    for (size_t k = 0; k < owners; k++)
        if (first->at[k] > first->at[k + 1])
            return 0;
    return 1;
}

#define READ_FLOATS(list, bytes, wanted)                                                      \
    (PyBytes_Size(bytes) == (Py_ssize_t)((wanted) * sizeof(float)) && ROOM(list, (wanted) + 1) \
         ? (memcpy((list).at, PyBytes_AsString(bytes), (wanted) * sizeof(float)), 1)          \
         : 0)

static int read_weights(Ear *ear, PyObject *parts)
{
    PyObject *features, *table, *steps, *bias, *cut, *owners, *column;
    Weights *weights = &ear->weights;
    if (parts == Py_None)
        return 1;
    if (!PyArg_ParseTuple(parts, "OOOOOOO", &features, &table, &steps, &bias, &cut, &owners,
                          &column))
        return 0;
    if (!names_read(&weights->features, features) || !numbers_read(&weights->owners, owners) ||
        !numbers_read(&weights->column, column))
        return 0;
    size_t acts = weights->acts = weights->owners.count;
    size_t rows = weights->features.names.count;
    if (PyBytes_Size(table) != (Py_ssize_t)(rows * acts) || acts == 0 ||
        !within(&weights->owners, 0, ear->owner_flags.count) ||
        !within(&weights->column, NOWHERE, acts) ||
        weights->column.count != ear->owner_flags.count ||
        !READ_FLOATS(weights->steps, steps, acts) || !READ_FLOATS(weights->bias, bias, acts) ||
        !READ_FLOATS(weights->cut, cut, acts) || !ROOM(ear->row_said, rows + 1))
        return wrong("the weights do not fit together");
    memset(ear->row_said.at, 0, (rows + 1) * sizeof *ear->row_said.at);
    Py_INCREF(table);
    weights->table_bytes = table;
    weights->table = (const int8_t *)PyBytes_AsString(table);
    ear->weighs = 1;
    return weights_ready(ear);
}

static PyObject *held(PyObject *object)
{
    Py_INCREF(object);
    return object;
}

static int learn_first_page(const Ear *ear)
{
    for (uint32_t character = 0; character < PAGE_ONE; character++)
        if (fold_of(character, ear->fold, ear->dropped) == NULL)
            return 0;
    return 1;
}

int ear_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"fold",        "dropped",      "act_type", "turn_type", "main",
                            "pseudo",      "flagged",      "flags",    "owners",    "owner_flags",
                            "yields_first", "yields",      "answered", "entries",   "because",
                            "agent",       "weights",      NULL};
    Ear *ear = &((EarObject *)self)->ear;
    PyObject *fold, *dropped, *act_type, *turn_type, *main_object, *pseudo_object, *flagged, *flags;
    PyObject *owners, *owner_flags, *yields_first, *yields, *answered, *entries, *because, *weights;
    if (ear->fold != NULL) {
        PyErr_SetString(PyExc_TypeError, "an ear is made once");
        return -1;
    }
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OUOOO!O!OOO!OOOOOO!pO", names, &fold,
                                     &dropped, &act_type, &turn_type, matcher_type, &main_object,
                                     matcher_type, &pseudo_object, &flagged, &flags, &PyList_Type,
                                     &owners, &owner_flags, &yields_first, &yields, &answered,
                                     &entries, &PyList_Type, &because, &ear->agent, &weights))
        return -1;
    ear->fold = held(fold);
    ear->dropped = held(dropped);
    ear->act_type = held(act_type);
    ear->turn_type = held(turn_type);
    ear->owner_names = held(owners);
    ear->because = held(because);
    ear->main_object = held(main_object);
    ear->pseudo_object = held(pseudo_object);
    ear->main = &((MatcherObject *)main_object)->matcher;
    ear->pseudo = &((MatcherObject *)pseudo_object)->matcher;
    if (!names_read(&ear->flagged, flagged) || !numbers_read(&ear->flags, flags) ||
        !numbers_read(&ear->owner_flags, owner_flags) ||
        !numbers_read(&ear->yields_first, yields_first) || !numbers_read(&ear->yields, yields) ||
        !names_read(&ear->answered, answered))
        return -1;
    if (!((MatcherObject *)main_object)->ready || !((MatcherObject *)pseudo_object)->ready ||
        !owners_fit(ear)) {
        wrong("the acts do not fit together");
        return -1;
    }
    ear->answering = ((uint64_t)1 << ear->answered.names.count) - 1;
    ear->work = ear_take_work(ear);
    ear->ready = ear->work && read_entries(ear, entries) && read_weights(ear, weights) &&
                 learn_first_page(ear);
    return ear->ready ? 0 : -1;
}

void ear_dealloc(PyObject *self)
{
    Ear *ear = &((EarObject *)self)->ear;
    PyTypeObject *type = Py_TYPE(self);
    PyObject *objects[] = {ear->fold,        ear->dropped, ear->act_type,    ear->turn_type,
                           ear->owner_names, ear->because, ear->main_object, ear->pseudo_object};
    for (size_t k = 0; k < sizeof objects / sizeof *objects; k++)
        Py_XDECREF(objects[k]);
    names_free(&ear->flagged);
    names_free(&ear->answered);
    names_free(&ear->words);
    FREE(ear->flags);
    FREE(ear->owner_flags);
    FREE(ear->yields_first);
    FREE(ear->yields);
    FREE(ear->entries);
    FREE(ear->infos);
    FREE(ear->row_said);
    weights_free(&ear->weights);
    ear_work_free(ear->work);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}
