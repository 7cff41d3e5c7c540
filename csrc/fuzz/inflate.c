/*
 * A libFuzzer target: smscore_inflate() reads a stream where zlib does, gives the bytes that zlib gives, ends where zlib
 * ends, in exactly the room that is needed, and in no room that is less; and that on both paths. smscore_unpack_rows()
 * gives the rows that smscore_split_lines() finds in that, or says that it does not.
 *
 * An input is a stream, or, where its first byte is odd, text that zlib compresses first: the second byte is how (level,
 * strategy, size of the memory and so of blocks), the third and fourth which bit is turned then, if it is there.
 */
#include <stdlib.h>
#include <zlib.h>

#include "../common.h"

enum { MOST = 1 << 20, REPEATED = 40 };

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

/* Memory of exactly that size, so that ASan sees whoever reads on. */
static uint8_t *copied(const uint8_t *data, size_t size)
{
    uint8_t *copy = room(size);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

static uint8_t *compressed(const uint8_t *data, size_t size, size_t *packed)
{
    static const int levels[] = {0, 1, 4, 6, 6, 6, 9, 9};
    const int level = levels[data[1] & 7], memory = 1 + (data[1] >> 3 & 1) * 7, strategy = (data[1] >> 4) % 5;
    z_stream z = {0};
    require(deflateInit2(&z, level, Z_DEFLATED, -15, memory, strategy) == Z_OK);
    uLong bound = deflateBound(&z, (uLong)size * REPEATED) + 64 * REPEATED;
    uint8_t *out = room(bound);
    z.next_out = out;
    z.avail_out = (uInt)bound;
    for (int i = 0; i < REPEATED; i++) {
        z.next_in = (Bytef *)(uintptr_t)(data + 4);
        z.avail_in = (uInt)size - 4;
        require(deflate(&z, i + 1 == REPEATED ? Z_FINISH : i % 16 == 15 ? Z_FULL_FLUSH : Z_NO_FLUSH) >= Z_OK);
    }
    *packed = z.total_out;
    deflateEnd(&z);
    size_t bit = data[2] | (size_t)data[3] << 8;
    if (bit / 8 < *packed)
        out[bit / 8] ^= (uint8_t)(1u << bit % 8);
    return out;
}

static void require_refused(void *context, const uint8_t *stream, size_t size, size_t most)
{
    uint8_t *out = room(most);
    smscore_inflated found;
    require(!smscore_inflate(context, stream, size, out, most, &found));
    free(out);
}

static void compare(void *context, const uint8_t *stream, size_t size, const z_stream *z, const uint8_t *expected, int whole)
{
    if (!whole) {
        require_refused(context, stream, size, z->total_out < MOST ? z->total_out + 400 : MOST);
        return;
    }
    uint8_t *out = room(z->total_out);
    smscore_inflated found;
    require(smscore_inflate(context, stream, size, out, z->total_out, &found));
    require(found.size == z->total_out && found.taken == z->total_in);
    require(memcmp(out, expected, found.size) == 0);
    require(found.crc == crc32(0, expected, (uInt)found.size));
    free(out);
    if (z->total_out)
        require_refused(context, stream, size, z->total_out - 1);
}

static smscore_split columns(uint64_t rows, uint64_t size)
{
    const uint64_t mobiles = SMSCORE_MOBILE_BYTES * rows < size ? SMSCORE_MOBILE_BYTES * rows : size;
    return (smscore_split){.mobile_offsets = room(4 * (rows + 1)), .mobiles = room(mobiles + SMSCORE_STORED_PAST),
                           .content_offsets = room(4 * (rows + 1)), .contents = room(size + SMSCORE_STORED_PAST),
                           .room = rows};
}

static void drop(smscore_split *s)
{
    free(s->mobile_offsets);
    free(s->mobiles);
    free(s->content_offsets);
    free(s->contents);
}

static void compare_rows(const uint8_t *stream, size_t size, const uint8_t *lines, uint64_t lines_size, uint32_t portable)
{
    const smscore_split_rules rules = {SMSCORE_BACKSLASH, 0, 0, portable};
    void *context = room(smscore_unpack_context_size());
    smscore_unpack_init(context, portable);
    smscore_glimpse seen;
    smscore_inflated found;
    if (smscore_unpack_begin(context, stream, size, &seen)) {
        require(seen.size <= lines_size);
        uint64_t rows = smscore_count_breaks(lines, lines_size, portable) + 1;
        smscore_split ours = columns(rows, lines_size), theirs = columns(rows, lines_size);
        smscore_split_lines(&rules, lines, lines_size, &theirs);
        if (lines_size && smscore_unpack_rows(context, &rules, lines_size, &ours, &found)) {
            require(theirs.stopped_at == lines_size && found.taken <= size && found.size == lines_size);
            require(ours.rows == theirs.rows && ours.content_size == theirs.content_size);
            require(memcmp(ours.mobile_offsets, theirs.mobile_offsets, 4 * (ours.rows + 1)) == 0);
            require(memcmp(ours.content_offsets, theirs.content_offsets, 4 * (ours.rows + 1)) == 0);
            require(memcmp(ours.mobiles, theirs.mobiles, ours.mobile_size) == 0);
            require(memcmp(ours.contents, theirs.contents, ours.content_size) == 0);
        }
        drop(&ours);
        drop(&theirs);
    }
    free(context);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    size_t packed = size - 1;
    uint8_t *stream = NULL;
    if (size > 4 && data[0] & 1) {
        uint8_t *longer = compressed(data, size, &packed);
        stream = copied(longer, packed);
        free(longer);
    } else
        stream = copied(data + 1, packed);
    uint8_t *expected = room(MOST);
    z_stream z = {.next_in = stream, .avail_in = (uInt)packed, .next_out = expected, .avail_out = MOST};
    require(inflateInit2(&z, -15) == Z_OK);
    int ended = inflate(&z, Z_FINISH) == Z_STREAM_END;
    for (uint32_t portable = 0; portable < 2; portable++) {
        void *context = room(smscore_inflate_context_size());
        smscore_inflate_init(context, portable);
        compare(context, stream, packed, &z, expected, ended);
        if (ended)
            compare_rows(stream, packed, expected, z.total_out, portable);
        free(context);
    }
    inflateEnd(&z);
    free(expected);
    free(stream);
    return 0;
}
