/*
 * The lines of a batch: `mobile,content` CR LF `mobile,content` ...
 *
 * One walk over the two columns. A row is written straight behind the last good one; when it turns out to be faulty,
 * `size` simply does not move, and the next row is written over it. A mobile enters the index only with its row, so
 * a refused row never makes a later good one a duplicate.
 */
#include "common.h"

typedef struct {
    const uint8_t *text;
    uint64_t units;
    uint64_t at;
    uint32_t separator;
} column;

/* ---- mobiles ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const uint8_t *text;
    uint64_t size;
    uint64_t key; /* the digits behind a leading 1, so that 0138 and 138 differ */
} mobile;

static mobile take_mobile(column *mobiles)
{
    const uint8_t *start = mobiles->text + mobiles->at;
    uint64_t left = mobiles->units - mobiles->at;
    const uint8_t *end = NULL;
    if (mobiles->separator <= 0x7F && left)
        end = memchr(start, (int)mobiles->separator, left);
    mobile taken = {start, end ? (uint64_t)(end - start) : left, 1};
    mobiles->at += taken.size + (end != NULL);
    return taken;
}

static int32_t check_mobile(mobile *m, const smscore_join_rules *rules, int64_t *offset)
{
    for (uint64_t i = 0; i < m->size; i++) {
        uint32_t digit = (uint32_t)m->text[i] - '0';
        if (digit > 9) {
            *offset = (int64_t)i;
            return SMSCORE_MOBILE_NOT_DIGITS;
        }
        m->key = m->key * 10 + digit; /* may wrap in a mobile too wide, which is refused below */
    }
    if (m->size < rules->min_width || m->size > rules->max_width) {
        *offset = (int64_t)m->size;
        return SMSCORE_MOBILE_WIDTH;
    }
    return SMSCORE_OK;
}

/* ---- index ------------------------------------------------------------------------------------------------------ */

/* Fibonacci hashing: the top bits choose the shard, the next 32 the slot. */
static inline uint64_t hash_of(uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static inline smscore_shard *shard_of(const smscore_index *index, uint64_t hash)
{
    return &index->shards[index->shard_bits ? hash >> (64 - index->shard_bits) : 0];
}

/* The slot that holds the key, or the free one where it belongs. */
static inline uint32_t slot_of(const smscore_shard *shard, uint64_t hash, uint64_t key, uint32_t shard_bits)
{
    uint64_t low = (hash << shard_bits) >> 32;
    uint32_t slot = (uint32_t)(low * shard->slots >> 32);
    while (shard->keys[slot] != 0 && shard->keys[slot] != key)
        slot = slot + 1 == shard->slots ? 0 : slot + 1;
    return slot;
}

typedef struct {
    smscore_shard *shard;
    uint32_t slot;
} place;

static int32_t find_place(const smscore_index *index, uint64_t key, place *where, int64_t *seen_in)
{
    uint64_t hash = hash_of(key);
    where->shard = shard_of(index, hash);
    where->slot = slot_of(where->shard, hash, key, index->shard_bits);
    if (where->shard->keys[where->slot] == 0)
        return SMSCORE_OK;
    *seen_in = where->shard->rows[where->slot];
    return SMSCORE_DUPLICATE;
}

static void take_place(const place *where, uint64_t key, uint32_t row)
{
    where->shard->keys[where->slot] = key;
    where->shard->rows[where->slot] = row;
    where->shard->used++;
}

static int has_room(const smscore_index *index, uint32_t rows)
{
    for (uint32_t i = 0; i < 1u << index->shard_bits; i++)
        if (index->shards[i].room - index->shards[i].used < rows)
            return 0;
    return 1;
}

void smscore_rehash(const smscore_shard *from, smscore_shard *to, uint32_t shard_bits)
{
    for (uint32_t i = 0; i < from->slots; i++) {
        if (from->keys[i] == 0)
            continue;
        uint32_t slot = slot_of(to, hash_of(from->keys[i]), from->keys[i], shard_bits);
        to->keys[slot] = from->keys[i];
        to->rows[slot] = from->rows[i];
    }
    to->used = from->used;
}

/* ---- contents --------------------------------------------------------------------------------------------------- */

/* UTF-8 bytes of the units from `from` to `to`; for the place of a fault, so never on the happy path. */
static uint64_t utf8_size(const uint8_t *text, uint64_t from, uint64_t to)
{
    uint64_t size = 0;
    for (uint64_t i = from; i < to; i++) {
        uint32_t unit = unit_at(text, i);
        size += unit < 0x80 ? 1 : unit < 0x800 || is_surrogate(unit) ? 2 : 3; /* a pair is 4 bytes */
    }
    return size;
}

/* Writes one of the ASCII units that need a decision: controls, DEL, CR, LF, backslash. Says what is wrong with it. */
static int32_t put_special(uint8_t **out, uint32_t unit, uint32_t next, const smscore_join_rules *rules)
{
    uint8_t *o = *out;
    if (unit == '\r' || unit == '\n') {
        if (rules->line_breaks == SMSCORE_REJECT)
            return SMSCORE_LINE_BREAK;
        *o++ = '\\';
        *o++ = unit == '\r' ? 'r' : 'n';
    } else if (unit == '\\') {
        if (rules->line_breaks == SMSCORE_BACKSLASH && (next == 'r' || next == 'n'))
            return SMSCORE_AMBIGUOUS_ESCAPE;
        *o++ = '\\';
        if (rules->line_breaks == SMSCORE_REVERSIBLE)
            *o++ = '\\';
    } else {
        if (rules->refuse_controls && unit != '\t')
            return SMSCORE_CONTROL_CHARACTER;
        *o++ = (uint8_t)unit;
    }
    *out = o;
    return SMSCORE_OK;
}

static void skip_item(column *contents)
{
    while (contents->at < contents->units && unit_at(contents->text, contents->at) != contents->separator)
        contents->at++;
    contents->at++;
}

/* Writes a character beyond the BMP; 0 when the unit at `i` is no first half of a pair. */
static int put_pair(uint8_t **out, const column *contents, uint64_t i)
{
    uint32_t high = unit_at(contents->text, i);
    uint32_t low = i + 1 < contents->units ? unit_at(contents->text, i + 1) : 0;
    if (!is_high_surrogate(high) || !is_low_surrogate(low))
        return 0;
    uint32_t point = 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
    uint8_t *o = *out;
    o[0] = (uint8_t)(0xF0 | point >> 18);
    o[1] = (uint8_t)(0x80 | (point >> 12 & 0x3F));
    o[2] = (uint8_t)(0x80 | (point >> 6 & 0x3F));
    o[3] = (uint8_t)(0x80 | (point & 0x3F));
    *out = o + 4;
    return 1;
}

typedef struct {
    uint64_t units;
    uint64_t pairs;
    int32_t code;
} content;

/* ASCII that needs no decision. */
static inline int is_plain(uint32_t unit) { return unit - 0x20 < 0x5F && unit != '\\'; }

/* Han and its neighbours, U+0800-FFFF but surrogates: three bytes. Stores four, the last to be written over. */
static inline int is_three_bytes(uint32_t unit) { return unit >= 0x800 && !is_surrogate(unit); }

static inline uint8_t *put_three_bytes(uint8_t *o, uint32_t unit)
{
    uint32_t lead = 0xE0 | unit >> 12, middle = 0x80 | (unit >> 6 & 0x3F), last = 0x80 | (unit & 0x3F);
    put_u32_le(o, lead | middle << 8 | last << 16);
    return o + 3;
}

/* Transcodes units to UTF-8, escaped, up to the separator or the first fault. Runs of Han and of plain ASCII have
 * loops of their own: a text changes between them seldom, and each inner branch is then foreseen. */
static content put_content(uint8_t **out, const column *contents, const smscore_join_rules *rules)
{
    const uint8_t *text = contents->text;
    const uint64_t end = contents->units;
    uint64_t i = contents->at, pairs = 0;
    int32_t code = SMSCORE_OK;
    uint8_t *o = *out;
    while (i < end) {
        uint32_t unit = unit_at(text, i);
        if (is_three_bytes(unit)) {
            do {
                o = put_three_bytes(o, unit);
            } while (++i < end && is_three_bytes(unit = unit_at(text, i)));
            continue;
        }
        if (is_plain(unit)) {
            do {
                *o++ = (uint8_t)unit;
            } while (++i < end && is_plain(unit = unit_at(text, i)));
            continue;
        }
        if (unit == contents->separator)
            break;
        if (unit < 0x80) {
            code = put_special(&o, unit, i + 1 < end ? unit_at(text, i + 1) : 0, rules);
        } else if (unit < 0x800) {
            *o++ = (uint8_t)(0xC0 | unit >> 6);
            *o++ = (uint8_t)(0x80 | (unit & 0x3F));
        } else if (put_pair(&o, contents, i)) {
            pairs++;
            i++;
        } else {
            code = SMSCORE_LONE_SURROGATE;
        }
        if (code)
            break;
        i++;
    }
    content done = {i - contents->at, pairs, code};
    if (done.units == 0 && code == SMSCORE_OK)
        done.code = SMSCORE_CONTENT_EMPTY;
    *out = o;
    return done;
}

/* Writes the row behind the lines there are; they only grow when all of it is good. */
static int32_t put_row(const mobile *m, column *contents, const smscore_join_rules *rules, smscore_lines *lines,
                       int64_t *offset)
{
    uint8_t *out = lines->out + lines->size;
    if (lines->rows) {
        *out++ = '\r';
        *out++ = '\n';
    }
    memcpy(out, m->text, m->size);
    out += m->size;
    *out++ = ',';
    content done = put_content(&out, contents, rules);
    if (done.code == SMSCORE_OK) {
        lines->size = (uint64_t)(out - lines->out);
        lines->rows++;
        lines->segments += segments_of(done.units - (rules->code_points ? done.pairs : 0));
        contents->at += done.units + 1;
    } else {
        *offset = (int64_t)utf8_size(contents->text, contents->at, contents->at + done.units);
        skip_item(contents);
    }
    return done.code;
}

/* ---- the walk --------------------------------------------------------------------------------------------------- */

uint64_t smscore_join_bound(uint64_t mobiles_size, uint64_t content_units, uint32_t rows)
{
    return mobiles_size + 3 * content_units + 3 * (uint64_t)rows + 1; /* CR LF and comma; one byte stored over */
}

static int mobiles_split_into(const uint8_t *mobiles, uint64_t size, uint32_t separator, uint32_t rows)
{
    if (rows <= 1)
        return rows == 1 || size == 0;
    uint64_t found = 0;
    for (uint64_t i = 0; i < size; i++)
        found += mobiles[i] == separator;
    return found == (uint64_t)rows - 1;
}

int32_t smscore_join(const smscore_join_rules *rules,
                     const uint8_t *mobiles, uint64_t mobiles_size,
                     const uint8_t *contents, uint64_t content_units,
                     uint32_t separator, uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count)
{
    *fault_count = 0;
    if (!mobiles_split_into(mobiles, mobiles_size, separator, rows) ||
        !smscore_splits_into(contents, content_units, separator, rows))
        return SMSCORE_SEPARATOR;
    if (index && !has_room(index, rows))
        return SMSCORE_INDEX_FULL;
    if (rows == 1)
        separator = SMSCORE_NO_SEPARATOR;

    column left = {mobiles, mobiles_size, 0, separator};
    column right = {contents, content_units, 0, separator};
    for (uint32_t row = 0; row < rows; row++) {
        smscore_fault fault = {(int64_t)first_row + row, 0, -1, SMSCORE_OK};
        mobile m = take_mobile(&left);
        place where = {NULL, 0};
        fault.code = check_mobile(&m, rules, &fault.offset);
        if (fault.code == SMSCORE_OK && index)
            fault.code = find_place(index, m.key, &where, &fault.other);
        if (fault.code == SMSCORE_OK)
            fault.code = put_row(&m, &right, rules, lines, &fault.offset);
        else
            skip_item(&right);
        if (fault.code != SMSCORE_OK)
            faults[(*fault_count)++] = fault;
        else if (index)
            take_place(&where, m.key, first_row + row);
    }
    return SMSCORE_OK;
}
