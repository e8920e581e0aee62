#include "objects.h"

#include <stdlib.h>

static int init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"words",  "set_first", "sets",  "first", "edges",
                            "starts", "marks",     "leads", NULL};
    MatcherObject *object = (MatcherObject *)self;
    Matcher *m = &object->matcher;
    PyObject *words, *leads, *given[5];
    Numbers *numbers[] = {&m->set_first, &m->sets, &m->first, &m->edges, &m->starts};
    const char *marks;
    Py_ssize_t count;
    if (object->leads != NULL) {
        PyErr_SetString(PyExc_TypeError, "a matcher is made once");
        return -1;
    }
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OOOOOOy#O", names, &words, &given[0],
                                     &given[1], &given[2], &given[3], &given[4], &marks, &count,
                                     &leads))
        return -1;
    Py_INCREF(leads);
    object->leads = leads;
    int read = names_read(&m->words, words);
    for (size_t k = 0; k < sizeof given / sizeof *given; k++)
        read = read && numbers_read(numbers[k], given[k]);
    object->ready = read && matcher_ready(m, marks, (size_t)count);
    return object->ready ? 0 : -1;
}

static void dealloc(PyObject *self)
{
    MatcherObject *object = (MatcherObject *)self;
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(object->leads);
    matcher_free(&object->matcher);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

typedef struct {
    Numbers row;
    LIST(uint8_t) leads;
    Hits hits;
} Search;

static int read_words(const MatcherObject *object, PyObject *words, Search *search)
{
    const Names *known = &object->matcher.words;
    for (Py_ssize_t k = 0; k < PyList_Size(words); k++) {
        PyObject *word = PyList_GetItem(words, k);
        Py_ssize_t length;
        const char *text = PyUnicode_AsUTF8AndSize(word, &length);
        int leads = text ? PySequence_Contains(object->leads, word) : -1;
        if (leads < 0)
            return 0;
        int32_t number = name_find(known, text, (size_t)length);
        if (length == 1 && (*text == '.' || *text == '?'))
            number = END_OF_SENTENCE;
        else if (number == NOWHERE)
            number = (int32_t)known->names.count;
        if (!PUSH(search->row, number) || !PUSH(search->leads, (uint8_t)leads))
            return 0;
    }
    return ROOM(search->leads, 1) && PUSH(search->row, END_OF_SENTENCE);
}

static PyObject *hits_as_list(const Hits *hits)
{
    PyObject *list = PyList_New((Py_ssize_t)hits->count);
    for (size_t k = 0; list != NULL && k < hits->count; k++) {
        const Hit *hit = &hits->at[k];
        PyObject *item = Py_BuildValue("(iii)", hit->phrase, hit->start, hit->end);
        if (item == NULL || PyList_SetItem(list, (Py_ssize_t)k, item) < 0)
            Py_CLEAR(list);
    }
    return list;
}

static PyObject *find(PyObject *self, PyObject *args, PyObject *named)
{
    static char *names[] = {"words", "answering", NULL};
    MatcherObject *object = (MatcherObject *)self;
    PyObject *words, *list, *found = NULL;
    int answering = 1;
    Search search = {0};
    if (!PyArg_ParseTupleAndKeywords(args, named, "O|p", names, &words, &answering))
        return NULL;
    if (!object->ready) {
        PyErr_SetString(PyExc_TypeError, "this matcher was not made");
        return NULL;
    }
    list = PySequence_List(words);
    if (list != NULL && read_words(object, list, &search) &&
        matcher_find(&object->matcher, search.row.at, search.leads.at, search.row.count - 1,
                     answering, &search.hits))
        found = hits_as_list(&search.hits);
    Py_XDECREF(list);
    FREE(search.row);
    FREE(search.leads);
    FREE(search.hits);
    return found;
}

static PyMethodDef methods[] = {
    {"find", (PyCFunction)(void (*)(void))find, METH_VARARGS | METH_KEYWORDS,
     "Return (phrase number, first word, word after the last), once per phrase and start."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Finds the phrases of one automaton; the same as `gehoor.hearing.matcher`."},
    {Py_tp_init, init},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec matcher_spec = {
    "gehoor.hearing._core.Matcher", sizeof(MatcherObject), 0, Py_TPFLAGS_DEFAULT, slots,
};
