// SPDX-License-Identifier: Apache-2.0
/** Alerts that a Falco in production raised, as its outputs and their stores keep them. */
@NullMarked
package io.kguard.internal.tool.alert;

import org.jspecify.annotations.NullMarked;
