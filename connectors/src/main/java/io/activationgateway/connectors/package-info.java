/** How to say it to a vendor: the contract that every connector keeps. */
@NullMarked
package io.activationgateway.connectors;

import org.jspecify.annotations.NullMarked;
