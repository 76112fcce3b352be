/** What senders tell about people's choices: the bodies of {@code POST /v1/consents}, read into consent events. */
@NullMarked
package io.activationgateway.gateway.consents;

import org.jspecify.annotations.NullMarked;
