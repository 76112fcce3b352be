/**
 * Twilio Segment, as a source that events are sent to.
 *
 * <p>Endpoint: {@code POST /v1/batch} with {@code identify}, {@code group} and {@code track}, HTTP Basic with the
 * write key, or the bearer token of an OAuth application with the write key in the body. Segment has no call that puts somebody into an audience: membership is the boolean trait
 * {@code aud_<audience>}, on which the audience is built there. Data regions: {@code us} (api.segment.io, Oregon) and
 * {@code eu} (events.eu1.segmentapis.com, Dublin); a write key works in one of them only.
 *
 * <p>Limits: 2,500 messages and 500 KB a request, 32 KB a message, about 1,000 requests a second a workspace. There is no
 * result per message: a 200 means accepted. {@code messageId} is a UUID, because Segment looks for repetitions over all
 * its customers; {@code sentAt} is the attempt's, or Segment would shift the time of events that were sent again.
 *
 * <p>Suppression and erasure are regulations of the Public API ({@code POST /regulations} at api.segmentapis.com and
 * eu1.api.segmentapis.com, bearer token): 5,000 user ids a call, 600 calls a minute; their end is asked for.
 *
 * <p>RudderStack speaks the same language with few words of its own: {@link io.activationgateway.connectors.segment.CallEncoder}
 * serves both, each with its {@link io.activationgateway.connectors.segment.Dialect}.
 */
@NullMarked
package io.activationgateway.connectors.segment;

import org.jspecify.annotations.NullMarked;
