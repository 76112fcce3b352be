/** Ed25519 keys (RFC 8032) as PEM files, for whatever the gateway signs: policy bundles and ledger checkpoints. */
@NullMarked
package io.activationgateway.residency.signing;

import org.jspecify.annotations.NullMarked;
