/*
 * Compresses files of lines with the core as any machine builds it: reads each file named, writes its member beside it,
 * with ".gz" behind the name. Its first argument is the mode.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

static void *require(void *pointer)
{
    if (!pointer) {
        perror("deflate_files");
        exit(1);
    }
    return pointer;
}

static size_t read_file(const char *name, uint8_t **data)
{
    FILE *file = require(fopen(name, "rb"));
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *data = require(malloc(size + 1));
    if (fread(*data, 1, size, file) != size)
        require(NULL);
    fclose(file);
    return size;
}

int main(int count, char **arguments)
{
    void *context = require(malloc(smscore_deflate_context_size()));
    smscore_deflate_init(context, 0);
    for (int i = 2; i < count; i++) {
        uint8_t *lines;
        uint64_t size = read_file(arguments[i], &lines);
        uint32_t *ends = require(malloc((size / 2 + 1) * sizeof *ends)), rows = 0;
        for (uint64_t at = 0; at + 1 < size; at++)
            if (lines[at] == '\r' && lines[at + 1] == '\n')
                ends[rows++] = (uint32_t)at++;
        ends[rows++] = (uint32_t)size;
        uint8_t *out = require(malloc(smscore_deflate_bound(size)));
        uint64_t written = smscore_deflate(context, lines, size, ends, rows,
                                           (uint32_t)atoi(arguments[1]), out);
        char name[4096];
        snprintf(name, sizeof name, "%s.gz", arguments[i]);
        FILE *file = require(fopen(name, "wb"));
        fwrite(out, 1, written, file);
        fclose(file);
        free(out);
        free(ends);
        free(lines);
    }
    free(context);
    return 0;
}
