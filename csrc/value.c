/*
 * A form value as Python's own bytes, written where they lie: a copy would take longer than the encoding.
 */
#include "python.h"

PyObject *smscore_form_value(const uint8_t *table, const uint8_t *data, uint64_t size, uint32_t portable)
{
    uint64_t bytes;
    Py_BEGIN_ALLOW_THREADS
    bytes = smscore_form_size(table, data, size, portable);
    Py_END_ALLOW_THREADS
    PyObject *value = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)bytes);
    if (!value)
        return NULL;
    uint8_t *out = (uint8_t *)PyBytes_AsString(value);
    Py_BEGIN_ALLOW_THREADS
    smscore_fill_form(table, data, size, portable, out);
    Py_END_ALLOW_THREADS
    return value;
}
