/* The native core of the ear: what `gehoor.hearing` does in Python, done in C. */
#include "objects.h"

PyObject *matcher_type;

static int add(PyObject *module, const char *name, PyType_Spec *spec, PyObject **kept)
{
    PyObject *type = PyType_FromSpec(spec);
    if (type == NULL || PyModule_AddObjectRef(module, name, type) < 0) {
        Py_XDECREF(type);
        return 0;
    }
    if (kept != NULL)
        *kept = type;
    else
        Py_DECREF(type);
    return 1;
}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_core", "The native core of the ear.", -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void);

PyMODINIT_FUNC PyInit__core(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL || !ear_constants() || !add(module, "Matcher", &matcher_spec, &matcher_type) ||
        !add(module, "Ear", &ear_spec, NULL))
        Py_CLEAR(module);
    return module;
}
