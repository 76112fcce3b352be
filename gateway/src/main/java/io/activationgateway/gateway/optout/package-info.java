/**
 * Whom each destination was sent, and the opt-outs that travel there: a withdrawal, objection, restriction or erasure is
 * told to every recipient (GDPR Art 19, KVKK Art 7).
 */
@NullMarked
package io.activationgateway.gateway.optout;

import org.jspecify.annotations.NullMarked;
