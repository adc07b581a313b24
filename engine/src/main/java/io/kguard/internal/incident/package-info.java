// SPDX-License-Identifier: Apache-2.0
/** Makes the events of a regression test from what a Falco in production saw: an alert, a capture, or an audit event. */
@NullMarked
package io.kguard.internal.incident;

import org.jspecify.annotations.NullMarked;
