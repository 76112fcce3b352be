/** The command line: commands, their output and exit codes. Nothing here decides anything. */
@NullMarked
package io.activationgateway.gateway.cli;

import org.jspecify.annotations.NullMarked;
