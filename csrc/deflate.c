/*
 * Row-aware deflate: the lines of a batch as one gzip member (RFC 1951, RFC 1952).
 *
 * A general compressor searches for what it may repeat, byte by byte. The lines of a campaign need no search: rows are
 * templates filled in, so what a row repeats is where it was in the last row of its template.
 *
 *     10000000001,[shop] dear |Li|, your order |702583618263| has been sent. Code |076721|, valid for a week.\r\n
 *     100-------- ============ --  ============ ------------  ==================== ------  =================== ====
 *
 * A *row* is a line: a mobile, a comma, a content. A *template* is what rows of a kind have in common, as *segments*
 * (= above) in order; between them stand the *values*. A *shape* is a template and a length: where segments stand is
 * known with it. A *token* is a run of literals, mostly a value, and a match, mostly a segment; the last match of a row
 * takes CR LF along and what mobiles begin with, so a row of three values makes four tokens.
 *
 *     deflate_rows.c      rows to tokens: the shape or the template a row has, its segments
 *       deflate_learn.c     two rows alike make a template; a row it does not fit narrows it
 *       deflate_shapes.c    where segments stand in rows of one length; deflate_shaped.h: such a row
 *       deflate_reach.h     how far a match goes beyond its segment, into a name or the next row
 *       deflate_words.c     text of no template: searched as others do; which tokens are counted
 *       deflate_compare.h   equal text, 64 or 32 bytes at a time or in plain C
 *     deflate.c           chunks to blocks: whether codes still suit the text; what does not shrink is stored
 *       deflate_huffman.c   counts to codes, and the head of a block
 *       deflate_emit.c      tokens to bits, and between them
 *       deflate_crc.c       the checksum
 *       deflate_bits.h      RFC 1951 itself
 *
 * Why it is right, whatever is learned: a match is only written where the text was compared, here and now, with a place
 * that holds the same; a template that is wrong is one that does not match. Three things are not compared again, because
 * they follow: a segment equals every earlier one of its template, since each was compared with one before it (narrowing
 * gives a template a new serial number, so nothing is concluded across it); so does the segment that a neighbour stood
 * beside; and the three bytes of a neighbour are part of its key. Everything else may be wrong, and costs bytes.
 *
 * Why it is the same everywhere: a batch is learned from its own first rows, with no table left from the last one; no
 * step depends on a clock, an address or a floating-point number; the fast instructions find what plain C finds.
 *
 * Why it ends: comparing rows is paid for with patience that grows with the batch, and a search tries a few places. Where
 * templates cover too little smscore_deflate() gives up, free text after its first rows.
 */
#include "deflate.h"

/* Where four segments are written at once and read again soon, no line of the cache may end between them. */
uint64_t smscore_deflate_context_size(void) { return sizeof(deflater) + CACHE_LINE; }

static deflater *deflater_in(void *context)
{
    return (deflater *)(((uintptr_t)context + CACHE_LINE - 1) & ~(uintptr_t)(CACHE_LINE - 1));
}

uint64_t smscore_deflate_bound(uint64_t size)
{
    const uint64_t most = CHUNK_TEXT + SAMPLE * LONG_ROW; /* of a chunk, which is written before it is known to fit */
    return size + size / 64 + (size < most ? size : most) + 2048;
}

void smscore_deflate_init(void *context, uint32_t portable)
{
    deflater *d = deflater_in(context);
    memset(d, 0, sizeof *d);
    smscore_crc_init(&d->crc_tables);
#ifdef SMSCORE_X86
    d->special = portable != SMSCORE_PORTABLE && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                 __builtin_cpu_supports("bmi2");
    d->special += d->special && has_avx512(portable);
    d->draws = d->special && __builtin_cpu_supports("popcnt") && /* LZCNT came with BMI; PEXT takes long on */
               !__builtin_cpu_is("znver1") && !__builtin_cpu_is("znver2");
    d->folds = d->special && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("vpclmulqdq");
#else
    (void)portable;
#endif
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

static void close_block(deflater *d)
{
    if (!d->open)
        return;
    uint32_t end = d->codes.literal[END_OF_BLOCK];
    append_code(&d->writer, end);
    flush_bits(&d->writer);
    d->open = 0;
}

/* RFC 1951, section 3.2.4 */
static void write_stored(bit_writer *w, const uint8_t *text, uint32_t size)
{
    while (size) {
        uint32_t take = size < MAX_STORED ? size : MAX_STORED;
        append(w, 0, 3);
        flush_bits(w);
        w->count = (w->count + 7) & ~UINT64_C(7);
        append(w, (uint64_t)take | (uint64_t)(take ^ 0xFFFF) << 16, 32);
        flush_bits(w);
        memcpy(w->out, text, take);
        w->out += take;
        text += take;
        size -= take;
    }
}

enum { HEAD_BITS = 900 };

/* Codes have every symbol, seen or not, while more is to come (see expect); only those for exactly what was counted may
 * lack one, and then all of what follows is counted, too. */
static int lacks_a_code(const deflater *d)
{
    for (uint32_t s = 0; s < LITERALS + DISTANCES; s++)
        if (!d->lengths[s] && (s < LITERALS ? d->seen.literal[s] : d->seen.distance[s - LITERALS]))
            return 1;
    return 0;
}

/* What the codes take is compared with an entropy, which is about the least that any take, and a sample's is less than its
 * chunk's: a twenty-fourth is more than all differences together. */
static int would_pay(const deflater *d)
{
    const uint64_t now = smscore_bits(d, &d->seen), least = smscore_least_bits(&d->seen);
    return now > least + least / 24 + (d->all_counted ? HEAD_BITS : HEAD_BITS / SAMPLE);
}

/* Codes that were not made for this text go on being used while others would not pay for their head. */
static int wants_codes(const deflater *d)
{
    return !d->open || (d->all_counted && lacks_a_code(d)) || would_pay(d);
}

/* What was counted; what was not has a chance of a sixteenth where more is to come. */
static frequencies expect(const deflater *d)
{
    frequencies f = d->seen;
    for (uint32_t s = 0; s < LITERALS && !d->complete; s++)
        f.literal[s] = SAMPLE * f.literal[s] + 1;
    for (uint32_t s = 0; s < DISTANCES && !d->complete; s++)
        f.distance[s] = SAMPLE * f.distance[s] + 1;
    f.literal[END_OF_BLOCK] = 1;
    return f;
}

void smscore_flush_chunk(deflater *d)
{
    uint32_t size = d->cursor - d->chunk;
    bit_writer before = d->writer;
    uint32_t was_open = d->open;
    uint32_t end = d->open ? d->codes.literal[END_OF_BLOCK] : 0;
    if (wants_codes(d)) {
        close_block(d);
        frequencies f = expect(d);
        smscore_open_block(d, &f);
        d->open = 1;
    }
    smscore_emit(d);
    if ((uint64_t)(d->writer.out - before.out) > size + 5 * (size / MAX_STORED + 1)) {
        d->writer = before;
        if (was_open) {
            append_code(&d->writer, end);
            flush_bits(&d->writer);
        }
        d->open = 0;
        write_stored(&d->writer, d->text + d->chunk, size);
    }
    memset(&d->seen, 0, sizeof d->seen);
    d->chunk = d->cursor;
    d->all_counted = d->complete;
    d->used = d->counted = d->chunk_rows = d->searched = 0;
}

/* ---- the member -------------------------------------------------------------------------------------------------- */

static void start(deflater *d, uint32_t rows, uint32_t mode)
{
    d->rows = rows;
    d->dense = mode & SMSCORE_DENSE;
    d->insist = mode & SMSCORE_INSIST;
    d->next = d->chunk = d->cursor = d->used = d->chunk_rows = d->searched = d->counted = d->counted_text = 0;
    d->complete = rows <= CHUNK_ROWS;
    d->all_counted = d->complete || d->dense;
    d->templates = d->serials = d->shapes = d->missed = 0;
    memset(d->by_shape, 0, sizeof d->by_shape);
    d->patience = 256 + 2 * rows;
    d->crc = d->open = 0;
    memset(&d->seen, 0, sizeof d->seen);
    memset(d->by_probe, 0, sizeof d->by_probe);
    memset(d->alone, 0, sizeof d->alone);
    memset(d->words, 0, sizeof d->words);
    memset(d->neighbours, 0, sizeof d->neighbours);
}

static void show(deflater *d, const uint8_t *lines, uint64_t size, const uint32_t *ends)
{
    d->text = lines;
    d->size = (uint32_t)size;
    d->ends = ends;
}

/* RFC 1952, section 2.3: no name, no time, unknown system */
static const uint8_t MEMBER_HEAD[10] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255};

void smscore_begin_member(void *context, uint32_t rows, uint32_t mode, uint8_t *out)
{
    deflater *d = deflater_in(context);
    start(d, rows, mode);
    memcpy(out, MEMBER_HEAD, sizeof MEMBER_HEAD);
    d->writer = (bit_writer){0, 0, out + sizeof MEMBER_HEAD};
}

/* What has been fetched already is not fetched again. */
static void look_ahead(smscore_ahead *ahead, smscore_ahead next)
{
    *ahead = (smscore_ahead){ahead->at > next.at && ahead->at <= next.end ? ahead->at : next.at, next.end};
}

int smscore_take_rows(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                      smscore_ahead read, smscore_ahead written)
{
    deflater *d = deflater_in(context);
    show(d, lines, size, ends);
    look_ahead(&d->ahead[0], read);
    look_ahead(&d->ahead[1], written);
    return smscore_tokenise(d, rows);
}

uint64_t smscore_end_member(void *context, uint8_t *out)
{
    deflater *d = deflater_in(context);
    bit_writer *w = &d->writer;
    if (!smscore_tokenise_rest(d))
        return 0;
    smscore_flush_chunk(d);
    close_block(d);
    append(w, 3, 10); /* the last block: fixed codes, and nothing but its end (3.2.6) */
    w->count = (w->count + 7) & ~UINT64_C(7);
    flush_bits(w);
    put_u32_le(w->out, d->crc);
    put_u32_le(w->out + 4, d->size);
    return (uint64_t)(w->out + 8 - out);
}

uint64_t smscore_deflate(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                         uint32_t mode, uint8_t *out)
{
    if (!rows || size >= UINT32_C(1) << 31)
        return 0;
    smscore_begin_member(context, rows, mode, out);
    const smscore_ahead nothing = {0, 0};
    return smscore_take_rows(context, lines, size, ends, rows, nothing, nothing) ? smscore_end_member(context, out) : 0;
}

int32_t smscore_group_rows(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                           uint32_t *order, uint32_t *kinds)
{
    if (!rows || size >= UINT32_C(1) << 31)
        return 0;
    deflater *d = deflater_in(context);
    start(d, rows, SMSCORE_INSIST);
    show(d, lines, size, ends);
    smscore_group(d, order, kinds);
    return 1;
}
