/** Policy documents as people write them: YAML in, values out, and errors that name file, line and remedy. */
@NullMarked
package io.activationgateway.residency.document;

import org.jspecify.annotations.NullMarked;
