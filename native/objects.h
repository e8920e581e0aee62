/* The types that Python sees. */
#ifndef GEHOOR_OBJECTS_H
#define GEHOOR_OBJECTS_H

#include "ear.h"
#include "matcher.h"

typedef struct {
    PyObject_HEAD
    PyObject *leads;
    int ready;
    Matcher matcher;
} MatcherObject;

typedef struct {
    PyObject_HEAD
    Ear ear;
} EarObject;

extern PyType_Spec matcher_spec, ear_spec;
extern PyObject *matcher_type;

int ear_constants(void); /* before any ear is made */

int ear_init(PyObject *self, PyObject *args, PyObject *keywords);
void ear_dealloc(PyObject *self);
Work *ear_take_work(Ear *ear);
void ear_work_free(Work *work);

#endif
