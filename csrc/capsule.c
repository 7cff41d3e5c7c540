/*
 * What becomes of a structure of the Arrow C data interface when the capsule around it goes. Who took the structure out
 * has left `release` NULL; where nobody did, it is released here.
 *
 * This file knows Python, by the functions of its stable ABI alone. Python runs the destructors, with its lock held.
 */
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#include <stdlib.h>

#include "common.h"

/* Capsules keep the pointer to their name, and may outlive every object of Python's. */
static const char SCHEMA[] = "arrow_schema", ARRAY[] = "arrow_array", STREAM[] = "arrow_array_stream";

static void drop_schema(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, SCHEMA);
    if (schema && schema->release)
        schema->release(schema);
    free(schema);
}

static void drop_array(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, ARRAY);
    if (array && array->release)
        array->release(array);
    free(array);
}

static void drop_stream(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, STREAM);
    if (stream && stream->release)
        stream->release(stream);
    free(stream);
}

uintptr_t smscore_capsule_name(int32_t kind)
{
    return (uintptr_t)(kind == SMSCORE_SCHEMA ? SCHEMA : kind == SMSCORE_ARRAY ? ARRAY : STREAM);
}

uintptr_t smscore_capsule_destructor(int32_t kind)
{
    return (uintptr_t)(kind == SMSCORE_SCHEMA ? drop_schema : kind == SMSCORE_ARRAY ? drop_array : drop_stream);
}
