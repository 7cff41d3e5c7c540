/*
 * Inflate (RFC 1951): a whole stream into room that is large enough, or nothing.
 *
 * It is made for batches: a few hundred KiB at once, of which every row is a dozen short matches with digits between. There
 * decoding is one long chain: the next bits cannot be looked up before it is known where the last ones ended. So as much as
 * possible is known from one lookup: an entry of the table tells up to three literals and a match behind them, the bits
 * between length and distance included (inflate.h). What it does not tell is a match of which only the length fitted; the
 * distance then takes a second lookup. All else (codes longer than the table is wide, the end of a block, whatever is
 * wrong) is read bit by bit, as the RFC describes it.
 *
 *     inflate.c         blocks and their heads; symbols bit by bit
 *     inflate_table.c   lengths of codes to the tables of a block
 *     inflate_run.c     what stands in it, by these tables: where the time goes
 *     unpack.c          the lines of a batch a piece at a time, straight to columns
 *
 * A branch that is guessed wrong costs as much as two lookups. Therefore all entries do the same: bytes are stored whether
 * they are literals or not, three blocks are copied however short the match is, and literals with no match behind them have
 * one of no bytes. What was stored too much is written over.
 *
 * Why it never leaves the buffers: the fast loop runs only as long as eight bytes can be loaded and ROOM bytes can be
 * stored; what is nearer to an end is read bit by bit, where every byte is counted. A distance is compared with what there
 * is before it is used, in the fast loop until a whole window is there, which no distance exceeds.
 *
 * Why it decides as zlib does: codes are refused when they are made, by the same rules (smscore_canonical); patterns that are
 * nobody's are in no table; and the fast loop only ever takes what is right: where something is not, it takes nothing
 * and the symbol is read again bit by bit, to find out what is wrong with it.
 */
#include "inflate.h"

uint64_t smscore_inflate_context_size(void) { return sizeof(inflater); }

void smscore_inflate_init(void *context, uint32_t portable)
{
    inflater *t = context;
    smscore_crc_init(&t->crc_tables);
    t->special = t->folds = 0;
#ifdef SMSCORE_X86
    t->special = !portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    t->folds = t->special && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("vpclmulqdq");
#else
    (void)portable;
#endif
}

/* ---- bit by bit ---------------------------------------------------------------------------------------------------- */

/* 56 bits or more, or all that are left. */
static void fill(bit_reader *r)
{
    for (; r->count < 56 && r->in < r->in_end; r->count += 8)
        r->bits |= (uint64_t)*r->in++ << r->count;
}

/* Takes bits away; 0 where there are not so many. */
static int take(bit_reader *r, uint32_t count, uint32_t *value)
{
    fill(r);
    *value = (uint32_t)(r->bits & ((UINT64_C(1) << count) - 1));
    if (r->count < count)
        return 0;
    r->bits >>= count;
    r->count -= count;
    return 1;
}

/* 0 where the bits end in it, or are nobody's code. */
static int take_symbol(bit_reader *r, const canonical *code, uint32_t *symbol)
{
    uint32_t value = 0, first = 0, index = 0;
    fill(r);
    for (uint32_t bits = 1; bits <= MAX_BITS && bits <= r->count; bits++) {
        value = value << 1 | (uint32_t)(r->bits >> (bits - 1) & 1);
        first <<= 1;
        if (value - first < code->count[bits]) {
            *symbol = code->symbols[index + value - first];
            r->bits >>= bits;
            r->count -= bits;
            return 1;
        }
        first += code->count[bits];
        index += code->count[bits];
    }
    return 0;
}

/* What follows the symbol of a length. */
static int take_match(inflating *s, const inflater *t, uint32_t symbol)
{
    uint32_t more, far;
    if (!take(&s->reader, length_extra(symbol), &more))
        return FAILED;
    const uint64_t length = length_base(symbol) + more;
    if (!take_symbol(&s->reader, &t->distances, &symbol) || symbol >= DISTANCES ||
        !take(&s->reader, extra_of_distance(symbol), &far))
        return FAILED;
    const uint64_t distance = least_distance(symbol) + far;
    if (distance > (uint64_t)(s->out - s->start) || length > (uint64_t)(s->end - s->out))
        return FAILED;
    const uint8_t *from = s->out - distance;
    for (uint64_t i = 0; i < length; i++)
        *s->out++ = *from++;
    return GOES_ON;
}

static int take_one(inflating *s, const inflater *t)
{
    uint32_t symbol;
    if (!take_symbol(&s->reader, &t->literals, &symbol) || symbol >= LITERALS)
        return FAILED;
    if (symbol == END_OF_BLOCK)
        return ENDED;
    if (symbol > END_OF_BLOCK)
        return take_match(s, t, symbol);
    if (s->out == s->end)
        return FAILED;
    *s->out++ = (uint8_t)symbol;
    return GOES_ON;
}

/* ---- blocks -------------------------------------------------------------------------------------------------------- */

enum { CHUNK = 1 << 15 }; /* bytes whose checksum is made while they are in the cache */

static void check(inflating *s, const inflater *t)
{
    s->crc = smscore_crc32(&t->crc_tables, t->folds, s->crc, s->checked, (uint64_t)(s->out - s->checked));
    s->checked = s->out;
}

static int paused(const inflating *s) { return (uint64_t)(s->out - s->start) >= s->pause; }

static int read_symbols(inflating *s, const inflater *t)
{
    int found;
    do {
        const int64_t room = s->end - s->out, left = s->reader.in_end - s->reader.in;
        if (room > ROOM && left >= WORD)
            smscore_run(s, t, s->out + (room > ROOM + CHUNK ? CHUNK : room - ROOM));
        if (s->out - s->checked >= CHUNK)
            check(s, t);
        found = take_one(s, t);
    } while (found == GOES_ON && !paused(s));
    return found;
}

static int read_stored(inflating *s)
{
    bit_reader *r = &s->reader;
    r->in -= r->count >> 3;
    r->bits = r->count = 0;
    if (r->in_end - r->in < 4)
        return 0;
    const uint32_t sizes = load32(r->in), size = sizes & 0xFFFF;
    r->in += 4;
    if (size != (~sizes >> 16) || size > (uint64_t)(r->in_end - r->in) || size > (uint64_t)(s->end - s->out))
        return 0;
    if (size)
        memcpy(s->out, r->in, size);
    s->out += size;
    r->in += size;
    return 1;
}

/* Section 3.2.6. */
static int read_fixed(inflating *s, inflater *t)
{
    uint8_t lengths[FIXED_LITERALS + FIXED_DISTANCES];
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    memset(lengths + FIXED_LITERALS, 5, FIXED_DISTANCES);
    s->inside = 1;
    return smscore_make_codes(t, lengths, FIXED_LITERALS, FIXED_DISTANCES, (uint64_t)(s->reader.in_end - s->reader.in));
}

/* The lengths of codes, run-length encoded. */
static int read_lengths(bit_reader *r, const canonical *code, uint8_t *lengths, uint32_t count)
{
    enum { AGAIN = 16, SOME_ZEROS = 17 };
    for (uint32_t at = 0, symbol, times; at < count; at += times) {
        if (!take_symbol(r, code, &symbol))
            return 0;
        if (symbol < AGAIN) {
            lengths[at] = (uint8_t)symbol;
            times = 1;
            continue;
        }
        if ((symbol == AGAIN && at == 0) || !take(r, symbol == AGAIN ? 2 : symbol == SOME_ZEROS ? 3 : 7, &times))
            return 0;
        times += symbol <= SOME_ZEROS ? 3 : 11;
        if (times > count - at)
            return 0;
        memset(lengths + at, symbol == AGAIN ? lengths[at - 1] : 0, times);
    }
    return 1;
}

/* Section 3.2.7. */
static int read_dynamic(inflating *s, inflater *t)
{
    static const uint8_t order[LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint8_t lengths[FIXED_LITERALS + FIXED_DISTANCES] = {0};
    uint32_t literals, distances, given, length;
    bit_reader *r = &s->reader;
    canonical code;
    if (!take(r, 5, &literals) || !take(r, 5, &distances) || !take(r, 4, &given))
        return 0;
    literals += FIRST_LENGTH;
    distances += 1;
    if (literals > LITERALS || distances > DISTANCES)
        return 0;
    for (uint32_t i = 0; i < given + 4; i++) {
        if (!take(r, 3, &length))
            return 0;
        lengths[order[i]] = (uint8_t)length;
    }
    s->inside = 1;
    return smscore_canonical(&code, lengths, LENGTH_CODES) == WHOLE &&
           read_lengths(r, &code, lengths, literals + distances) &&
           smscore_make_codes(t, lengths, literals, distances, (uint64_t)(r->in_end - r->in));
}

/* Reads its head, and all of one that is stored. */
static int open_block(inflating *s, inflater *t)
{
    uint32_t kind;
    if (!take(&s->reader, 1, &s->last) || !take(&s->reader, 2, &kind) || kind == 3)
        return 0;
    return kind == 0 ? read_stored(s) : kind == 1 ? read_fixed(s, t) : read_dynamic(s, t);
}

void smscore_begin(inflating *s, const uint8_t *data, uint64_t size, uint8_t *out, uint64_t room)
{
    *s = (inflating){.reader = {0, 0, data, data + size}, .out = out, .start = out, .end = out + room,
                     .checked = out, .pause = UINT64_MAX};
}

int smscore_go_on(inflating *s, inflater *t)
{
    while (!paused(s) && (s->inside || !s->last)) {
        if (!s->inside && !open_block(s, t))
            return FAILED;
        int found = s->inside ? read_symbols(s, t) : GOES_ON;
        if (found == FAILED)
            return FAILED;
        if (found == ENDED)
            s->inside = 0;
    }
    check(s, t);
    return s->inside || !s->last ? GOES_ON : ENDED;
}

int32_t smscore_inflate(void *context, const uint8_t *data, uint64_t size, uint8_t *out, uint64_t room,
                        smscore_inflated *found)
{
    inflating s;
    smscore_begin(&s, data, size, out, room);
    if (smscore_go_on(&s, context) != ENDED)
        return 0;
    found->taken = (uint64_t)(s.reader.in - data) - (s.reader.count >> 3);
    found->size = (uint64_t)(s.out - out);
    found->crc = s.crc;
    return 1;
}
