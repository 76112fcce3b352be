/** What the law answers: verdicts, the closed set of reasons, remedies, obligations and field plans. */
@NullMarked
package io.activationgateway.residency.verdict;

import org.jspecify.annotations.NullMarked;
