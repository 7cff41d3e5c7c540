/*
 * A libFuzzer target: whatever the lines are, zlib inflates what smscore_deflate() makes of them, all paths make the
 * same, grouping gives every row once, and no more than smscore_deflate_bound() is written.
 *
 * The first byte of an input is the mode and how often all rows are repeated. In the rest, rows end with CR LF, and
 * bytes from F8 on, which no UTF-8 has, stand for the pieces below: so a few bytes make rows of a template, and blocks,
 * windows and chunks fill up.
 */
#include <stdlib.h>
#include <zlib.h>

#include "../common.h"

static const char *const PIECES[8] = {
    "\r\n13800138000,",
    ",\xE3\x80\x90\xE7\xA4\xBA\xE4\xBE\x8B\xE3\x80\x91",
    "\xE6\x82\xA8\xE7\x9A\x84\xE8\xAE\xA2\xE5\x8D\x95\xE5\xB7\xB2\xE5\x8F\x91\xE5\x87\xBA",
    "0123456789",
    "\xE7\x8E\x8B\xE8\x8A\xB3",
    "\r\n",
    "a stretch of text that is longer than the two hundred and fifty-eight bytes that a single match may have, so that "
    "it has to be cut in two; and it goes on and on, without saying anything at all, until there are enough of them for "
    "that, which takes some patience to write and none to read.",
    "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
};

enum { MOST = 1 << 21 };

static void require(int condition)
{
    if (!condition)
        abort();
}

static void *room(size_t size)
{
    void *memory = malloc(size ? size : 1);
    require(memory != NULL);
    return memory;
}

static size_t write_lines(const uint8_t *data, size_t size, uint32_t times, uint8_t *lines)
{
    size_t used = 0;
    for (uint32_t n = 0; n < times; n++)
        for (size_t i = 0; i < size && used + 512 < MOST; i++) {
            if (data[i] < 0xF8) {
                lines[used++] = data[i];
                continue;
            }
            const char *piece = PIECES[data[i] - 0xF8];
            memcpy(lines + used, piece, strlen(piece));
            used += strlen(piece);
            lines[used] = (uint8_t)('0' + (n + i) % 10);
            used += data[i] == 0xFB; /* digits that are not always the same */
        }
    return used;
}

static uint32_t find_ends(const uint8_t *lines, size_t size, uint32_t *ends)
{
    uint32_t rows = 0;
    for (size_t i = 0; i + 1 < size; i++)
        if (lines[i] == '\r' && lines[i + 1] == '\n')
            ends[rows++] = (uint32_t)i++;
    ends[rows++] = (uint32_t)size;
    return rows;
}

static void require_same(const uint8_t *member, size_t member_size, const uint8_t *lines, size_t size)
{
    uint8_t *out = room(size + 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)member, .avail_in = (uInt)member_size, .next_out = out, .avail_out = (uInt)size + 1};
    require(inflateInit2(&z, MAX_WBITS | 16) == Z_OK);
    require(inflate(&z, Z_FINISH) == Z_STREAM_END);
    require(z.avail_in == 0 && z.total_out == size && memcmp(out, lines, size) == 0);
    inflateEnd(&z);
    free(out);
}

/* Every row once. */
static void require_order(const uint8_t *lines, size_t size, const uint32_t *ends, uint32_t rows, uint32_t portable)
{
    void *context = room(smscore_deflate_context_size());
    uint32_t *order = room(rows * sizeof *order), *kinds = room(rows * sizeof *kinds);
    smscore_deflate_init(context, portable);
    require(smscore_group_rows(context, lines, size, ends, rows, order, kinds));
    memset(kinds, 0, rows * sizeof *kinds);
    for (uint32_t i = 0; i < rows; i++)
        require(order[i] < rows && !kinds[order[i]]++);
    free(order);
    free(kinds);
    free(context);
}

enum { LEVELS = SMSCORE_NO_AVX512 + 1 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    uint8_t *longest = room(MOST);
    size_t lines_size = write_lines(data + 1, size - 1, 1u << (data[0] >> 4), longest);
    uint8_t *lines = room(lines_size); /* with no byte to spare, so that ASan sees whoever reads on */
    memcpy(lines, longest, lines_size);
    uint32_t *ends = room((lines_size / 2 + 1) * sizeof *ends);
    uint32_t rows = find_ends(lines, lines_size, ends);
    uint64_t bound = smscore_deflate_bound(lines_size), sizes[LEVELS];
    uint8_t *members[LEVELS];
    for (uint32_t portable = 0; portable < LEVELS; portable++) {
        require_order(lines, lines_size, ends, rows, portable);
        void *context = room(smscore_deflate_context_size());
        smscore_deflate_init(context, portable);
        members[portable] = room(bound);
        sizes[portable] = smscore_deflate(context, lines, lines_size, ends, rows, data[0] & 3u,
                                          members[portable]);
        free(context);
    }
    for (uint32_t level = 1; level < LEVELS; level++) {
        require(sizes[level] == sizes[0] && memcmp(members[level], members[0], sizes[0]) == 0);
        free(members[level]);
    }
    require(sizes[0] <= lines_size + lines_size / 64 + 64);
    require(sizes[0] || !(data[0] & SMSCORE_INSIST));
    if (sizes[0])
        require_same(members[0], sizes[0], lines, lines_size);
    free(members[0]);
    free(ends);
    free(lines);
    free(longest);
    return 0;
}
