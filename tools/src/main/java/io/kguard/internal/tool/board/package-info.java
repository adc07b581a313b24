// SPDX-License-Identifier: Apache-2.0
/** A page of rule sets beside each other, made of what runs left behind. */
@NullMarked
package io.kguard.internal.tool.board;

import org.jspecify.annotations.NullMarked;
