/** The policy as pure values: the seven kinds of documents that lawyers write, without any file format. */
@NullMarked
package io.activationgateway.residency.policy;

import org.jspecify.annotations.NullMarked;
