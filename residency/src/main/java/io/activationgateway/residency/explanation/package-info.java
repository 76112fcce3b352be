/** Why a decision is as it is, in words: one set of texts for the API, the command line and the console. */
@NullMarked
package io.activationgateway.residency.explanation;

import org.jspecify.annotations.NullMarked;
