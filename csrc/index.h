#pragma once
/*
 * The mobiles seen so far: open addressing in shards, or a filter and a list.
 *
 * In a shard a key is found where its hash says or in the slots behind; slots are never emptied one by one, so a search
 * ends at the first free one. The filter only says whether it has come, which is all that is asked of most batches, and
 * nobody has to wait for its answer.
 */
#include "common.h"

/* Fibonacci hashing: the top bits choose the shard, the next 32 the slot. */
static inline uint64_t hash_of(uint64_t key)
{
    uint64_t hash = key * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

static inline uint32_t home_in(const smscore_shard *shard, uint64_t hash, uint32_t shard_bits)
{
    uint64_t low = (hash << shard_bits) >> 32;
    return (uint32_t)(low * shard->slots >> 32);
}

/* ---- whether it has come ------------------------------------------------------------------------------------------ */

/* index.c: whether the key is in the list, or that has been gone through too often. */
int smscore_is_listed(smscore_seen *seen, uint64_t key);

/* The bits that a key sets in its word. */
static inline uint64_t bits_of(uint64_t hash)
{
    const uint64_t one = 1;
    return one << (hash & 63) | one << (hash >> 6 & 63) | one << (hash >> 12 & 63) | one << (hash >> 18 & 63);
}

static inline int has_come(smscore_seen *seen, uint64_t key)
{
    const uint64_t hash = hash_of(key), bits = bits_of(hash);
    return !(~seen->words[hash >> seen->shift] & bits) && smscore_is_listed(seen, key);
}

static inline void list_key(smscore_seen *seen, uint64_t key)
{
    const uint64_t hash = hash_of(key);
    seen->words[hash >> seen->shift] |= bits_of(hash);
    seen->keys[seen->used++] = key;
}

/* ---- where it is -------------------------------------------------------------------------------------------------- */

/* Where the search for a key begins. */
static inline smscore_place home_of(const smscore_index *index, uint64_t key)
{
    uint64_t hash = hash_of(key);
    smscore_shard *shard = &index->shards[index->shard_bits ? hash >> (64 - index->shard_bits) : 0];
    return (smscore_place){shard, home_in(shard, hash, index->shard_bits)};
}

/* From there, the slot that holds the key, or the free one where it belongs. */
static inline uint32_t search(const smscore_shard *shard, uint32_t slot, uint64_t key)
{
    while (shard->keys[slot] != 0 && shard->keys[slot] != key)
        slot = slot + 1 == shard->slots ? 0 : slot + 1;
    return slot;
}

static inline int32_t find_place(const smscore_index *index, uint64_t key, smscore_place *where, int64_t *seen_in)
{
    if (index->seen)
        return has_come(index->seen, key) ? SMSCORE_DUPLICATE : SMSCORE_OK;
    *where = home_of(index, key);
    where->slot = search(where->shard, where->slot, key);
    if (where->shard->keys[where->slot] == 0)
        return SMSCORE_OK;
    *seen_in = where->shard->rows[where->slot];
    return SMSCORE_DUPLICATE;
}

static inline void take_place(const smscore_index *index, const smscore_place *where, uint64_t key, uint32_t row)
{
    if (index->seen) {
        list_key(index->seen, key);
        return;
    }
    where->shard->keys[where->slot] = key;
    where->shard->rows[where->slot] = row;
    where->shard->used++;
}
