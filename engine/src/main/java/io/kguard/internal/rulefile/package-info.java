// SPDX-License-Identifier: Apache-2.0
/** Rule files as they are written, item by item and key by key, for tools that change them. */
@NullMarked
package io.kguard.internal.rulefile;

import org.jspecify.annotations.NullMarked;
