/**
 * From a request body to rows: unpacking, framing, and the bytes of each row cut into fields. Pure functions over byte
 * arrays; nothing here speaks HTTP, decides about a person or logs.
 *
 * <p><b>Broken framing</b> (a JSON body that is not JSON, gzip, a quote that never closes, a limit of the whole body) is
 * {@link io.activationgateway.gateway.ingest.Reading.Broken}: nothing of the body counts. <b>A bad row</b> inside good
 * framing is that row's {@link io.activationgateway.gateway.ingest.RowFault}; its neighbours go on.
 */
@NullMarked
package io.activationgateway.gateway.ingest;

import org.jspecify.annotations.NullMarked;
