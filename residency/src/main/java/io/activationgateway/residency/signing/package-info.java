/**
 * Ed25519 keys (RFC 8032) as PEM files, and envelopes, for whatever the gateway signs: policy bundles, ledger checkpoints,
 * consent receipts.
 */
@NullMarked
package io.activationgateway.residency.signing;

import org.jspecify.annotations.NullMarked;
