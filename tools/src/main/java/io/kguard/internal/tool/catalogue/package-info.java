// SPDX-License-Identifier: Apache-2.0
/** Scenarios as lists and texts. */
@NullMarked
package io.kguard.internal.tool.catalogue;

import org.jspecify.annotations.NullMarked;
