/**
 * RudderStack, as a source of a data plane that events are sent to.
 *
 * <p>Endpoints: {@code POST /v1/batch} of the workspace's own data plane, HTTP Basic with the write key, with
 * {@code identify}, {@code group}, {@code track} and {@code audiencelist}; {@code POST /v2/regulations} of the control
 * plane for suppression and deletion, bearer token. RudderStack speaks Segment's language; times stand in each message.
 * Data regions are those of the control plane, {@code us} and {@code eu}; where the data plane stands, the configuration
 * says.
 *
 * <p>Limits: 4 MB a request, 32 KB a message; a request is taken or refused as a whole, so one that is refused is halved
 * until the bad message stands alone. {@code messageId} is what repetitions are recognised by, for seven days in
 * RudderStack's cloud. Regulations are counted by user: 4,000 suppressions an hour, 200,000 deletions at destinations.
 */
@NullMarked
package io.activationgateway.connectors.rudderstack;

import org.jspecify.annotations.NullMarked;
