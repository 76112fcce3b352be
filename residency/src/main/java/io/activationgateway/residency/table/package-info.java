/** A policy version compiled for decisions: what screening asks for every record. */
@NullMarked
package io.activationgateway.residency.table;

import org.jspecify.annotations.NullMarked;
