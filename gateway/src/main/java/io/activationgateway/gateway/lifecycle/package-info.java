/**
 * How a policy version comes about: drafts, examples, approval by a second person, publication, history, and the way back.
 * What everybody did is kept.
 */
@NullMarked
package io.activationgateway.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
