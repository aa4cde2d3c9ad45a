//! avs-directory
