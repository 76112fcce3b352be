/** How a record is said to a vendor. */
@NullMarked
package io.activationgateway.connectors;

import org.jspecify.annotations.NullMarked;
