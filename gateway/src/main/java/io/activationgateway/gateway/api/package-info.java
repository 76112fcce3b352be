/** The HTTP face of a region: routes, authentication, problem details, answers. */
@NullMarked
package io.activationgateway.gateway.api;

import org.jspecify.annotations.NullMarked;
