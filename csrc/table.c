/*
 * Tables that Arrow consumers share (https://arrow.apache.org/docs/format/CDataInterface.html).
 *
 * Every structure handed out holds the table: also a child, since a consumer may move it out of its parent and release
 * the two at any time, on any thread. So there is nothing to copy but the structures themselves.
 */
#include <stdlib.h>

#include "common.h"

#if defined(_MSC_VER)
#include <intrin.h>
#define ADD_HOLDERS(table, number) (_InterlockedExchangeAdd64(&(table)->holders, number) + (number))
#else
#define ADD_HOLDERS(table, number) __atomic_add_fetch(&(table)->holders, number, __ATOMIC_ACQ_REL)
#endif

enum { OUT_OF_MEMORY = 12 /* ENOMEM, wherever there are consumers */ };

enum { ALIGNMENT = 64 };

static uint64_t aligned(uint64_t size) { return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

static char *put_text(char **at, const char *text)
{
    char *copy = *at;
    size_t size = strlen(text) + 1;
    memcpy(copy, text, size);
    *at += size;
    return copy;
}

smscore_table *smscore_make_table(int64_t rows, const smscore_column_parts *shapes, int64_t count)
{
    uint64_t head = sizeof(smscore_table) + (uint64_t)count * sizeof *shapes, buffers = 0;
    for (int64_t i = 0; i < count; i++) {
        head += strlen(shapes[i].format) + strlen(shapes[i].name) + 2;
        for (int64_t j = 0; j < shapes[i].n_buffers; j++)
            buffers += shapes[i].sizes[j] == SMSCORE_NO_BUFFER ? 0 : aligned((uint64_t)shapes[i].sizes[j]);
    }
    const uint64_t size = head + ALIGNMENT + buffers;
    smscore_table *table = size > SIZE_MAX ? NULL : malloc((size_t)size);
    if (!table)
        return NULL;
    smscore_column_parts *columns = (void *)(table + 1);
    *table = (smscore_table){1, rows, count, columns, {NULL}};
    char *text = (void *)(columns + count);
    uint8_t *buffer = (uint8_t *)table + (aligned((uintptr_t)table + head) - (uintptr_t)table);
    for (int64_t i = 0; i < count; i++) {
        columns[i] = shapes[i];
        columns[i].format = put_text(&text, shapes[i].format);
        columns[i].name = put_text(&text, shapes[i].name);
        for (int64_t j = 0; j < shapes[i].n_buffers; j++) {
            const int here = shapes[i].sizes[j] != SMSCORE_NO_BUFFER;
            columns[i].buffers[j] = here ? buffer : NULL;
            buffer += here ? aligned((uint64_t)shapes[i].sizes[j]) : 0;
        }
    }
    return table;
}

void smscore_drop_table(smscore_table *table)
{
    if (ADD_HOLDERS(table, -1) == 0)
        free(table);
}

/* ---- schemas ---------------------------------------------------------------------------------------------------- */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    free(schema->children);
    schema->release = NULL;
    smscore_drop_table(schema->private_data);
}

static void fill_schema(smscore_table *table, const char *format, const char *name, struct ArrowSchema *out)
{
    memset(out, 0, sizeof *out);
    out->format = format;
    out->name = name;
    out->flags = ARROW_FLAG_NULLABLE; /* what every producer says, so that tables of several fit together */
    out->release = release_schema;
    out->private_data = table;
    ADD_HOLDERS(table, 1);
}

static void column_schema(smscore_table *table, int64_t column, struct ArrowSchema *out)
{
    fill_schema(table, table->columns[column].format, table->columns[column].name, out);
}

static int table_schema(smscore_table *table, struct ArrowSchema *out)
{
    const size_t count = (size_t)table->n_columns;
    struct ArrowSchema **children = malloc(count * (sizeof *children + sizeof **children) + 1);
    if (!children)
        return OUT_OF_MEMORY;
    struct ArrowSchema *child = (void *)(children + count);
    fill_schema(table, "+s", "", out);
    out->flags = 0; /* a row is never missing as a whole */
    out->n_children = table->n_columns;
    out->children = children;
    for (size_t i = 0; i < count; i++) {
        children[i] = child + i;
        column_schema(table, (int64_t)i, children[i]);
    }
    return 0;
}

/* ---- arrays ----------------------------------------------------------------------------------------------------- */

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    free(array->children);
    array->release = NULL;
    smscore_drop_table(array->private_data);
}

static void fill_array(smscore_table *table, struct ArrowArray *out)
{
    memset(out, 0, sizeof *out);
    out->length = table->rows;
    out->release = release_array;
    out->private_data = table;
    ADD_HOLDERS(table, 1);
}

static void column_array(smscore_table *table, int64_t column, struct ArrowArray *out)
{
    fill_array(table, out);
    out->null_count = table->columns[column].null_count;
    out->n_buffers = table->columns[column].n_buffers;
    out->buffers = table->columns[column].buffers;
}

static int table_array(smscore_table *table, struct ArrowArray *out)
{
    const size_t count = (size_t)table->n_columns;
    struct ArrowArray **children = malloc(count * (sizeof *children + sizeof **children) + 1);
    if (!children)
        return OUT_OF_MEMORY;
    struct ArrowArray *child = (void *)(children + count);
    fill_array(table, out);
    out->n_buffers = 1;
    out->buffers = table->no_nulls;
    out->n_children = table->n_columns;
    out->children = children;
    for (size_t i = 0; i < count; i++) {
        children[i] = child + i;
        column_array(table, (int64_t)i, children[i]);
    }
    return 0;
}

/* ---- a stream of one array ---------------------------------------------------------------------------------------- */

typedef struct {
    smscore_table *table;
    int given;
} stream_state;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const stream_state *state = stream->private_data;
    return table_schema(state->table, out);
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    stream_state *state = stream->private_data;
    if (!state->given) {
        int failed = table_array(state->table, out);
        state->given = !failed;
        return failed;
    }
    memset(out, 0, sizeof *out); /* released: the stream has ended */
    return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream_state *state = stream->private_data;
    stream->release = NULL;
    smscore_drop_table(state->table);
    free(state);
}

/* ---- what a capsule takes ----------------------------------------------------------------------------------------- */

struct ArrowSchema *smscore_lend_schema(smscore_table *table, int64_t column)
{
    struct ArrowSchema *out = malloc(sizeof *out);
    if (out && column != SMSCORE_ALL_COLUMNS)
        column_schema(table, column, out);
    else if (out && table_schema(table, out)) {
        free(out);
        return NULL;
    }
    return out;
}

struct ArrowArray *smscore_lend_array(smscore_table *table, int64_t column)
{
    struct ArrowArray *out = malloc(sizeof *out);
    if (out && column != SMSCORE_ALL_COLUMNS)
        column_array(table, column, out);
    else if (out && table_array(table, out)) {
        free(out);
        return NULL;
    }
    return out;
}

struct ArrowArrayStream *smscore_lend_stream(smscore_table *table)
{
    struct ArrowArrayStream *out = malloc(sizeof *out);
    stream_state *state = malloc(sizeof *state);
    if (!out || !state) {
        free(out);
        free(state);
        return NULL;
    }
    ADD_HOLDERS(table, 1);
    *state = (stream_state){table, 0};
    *out = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, release_stream, state};
    return out;
}
