package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.PolicyDocument;

/** A document that fits its schema, and what it says. */
record ParsedDocument(Document document, PolicyDocument value) {}
