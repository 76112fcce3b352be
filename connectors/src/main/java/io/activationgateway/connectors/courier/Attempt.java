package io.activationgateway.connectors.courier;

import java.util.BitSet;

/**
 * One try to send one request. Several requests of a consignment may be under way at once; their positions never
 * overlap.
 *
 * @param request the request within its consignment, from 0; a request that is split ends, its halves are new requests
 * @param number the count of tries of this request, from 1; a try that was put off is not counted
 * @param intent the count of intents of this request, from 1: it grows with every {@link Consignment#intend}
 * @param requestKey what the vendor may recognise a repetition of this request by; the same at every attempt, also
 *     where records have been withdrawn since
 * @param positions the records it wants to carry; the courier does not change the set afterwards, nor may others
 */
public record Attempt(int request, int number, int intent, String requestKey, BitSet positions) {}
