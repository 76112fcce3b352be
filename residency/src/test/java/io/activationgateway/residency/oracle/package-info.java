/**
 * A second, slow evaluator of policies, written straight from the rules and reading the YAML itself, that the compiled
 * one is held against on random policies, persons and records.
 */
@NullMarked
package io.activationgateway.residency.oracle;

import org.jspecify.annotations.NullMarked;
