/**
 * How policy versions travel between regions: an authority serves signed bundles and statements over mutually
 * authenticated TLS, followers take them. Nothing else crosses, and nothing of persons.
 */
@NullMarked
package io.activationgateway.gateway.exchange;

import org.jspecify.annotations.NullMarked;
