/** A vendor that does not exist: the example of the README's steps, held to the contract like every connector. */
@NullMarked
package io.activationgateway.connectors.pigeon;

import org.jspecify.annotations.NullMarked;
