import WireJSON

/// Every top-level key that may stand in a configuration without a warning.
///
/// The names are those of the protocol's `Config` type and of configuration files that people already have (the keys
/// that a `config/read` of protocol level 0.163 lists). A key with a shape of its own is read by this server; `any`
/// means that the key is accepted and has no effect here.
enum KnownSettings {
    /// The shape of a whole configuration.
    static let shape = SettingShape.table(read.merging(accepted.map { ($0, .any) }) { read, _ in read })

    /// Keys that this server reads or reports, with what they may hold.
    private static let read: [String: SettingShape] = [
        // The model
        "model": .string,
        "model_provider": .string,
        "model_providers": .map(provider),
        "model_context_window": .count,
        "model_auto_compact_token_limit": .count,
        "model_auto_compact_token_limit_scope": .oneOf(["total", "body_after_prefix"]),
        "model_reasoning_effort": .string,
        "model_reasoning_summary": .oneOf(["auto", "concise", "detailed", "none"]),
        "model_verbosity": .oneOf(["low", "medium", "high"]),
        "review_model": .string,
        "service_tier": .string,
        // Heddle's own: a file of steps that the built-in offline model plays.
        "offline_scenario": .string,

        // What the model is told
        "instructions": .string,
        "developer_instructions": .string,
        "compact_prompt": .string,
        "project_doc_max_bytes": .count,
        "project_doc_fallback_filenames": .strings,
        "project_root_markers": .strings,

        // What it may do
        "approval_policy": .wordOrTable(["untrusted", "on-request", "on-failure", "never"]),
        "approvals_reviewer": .oneOf(["user", "auto_review", "guardian_subagent"]),
        "sandbox_mode": .oneOf(["read-only", "workspace-write", "danger-full-access"]),
        "sandbox_workspace_write": .table([
            "writable_roots": .strings,
            "network_access": .bool,
            "exclude_tmpdir_env_var": .bool,
            "exclude_slash_tmp": .bool,
        ]),
        "shell_environment_policy": .table([
            "inherit": .oneOf(["all", "core", "none"]),
            "ignore_default_excludes": .bool,
            "exclude": .strings,
            "set": .map(.string),
            "include_only": .strings,
            "experimental_use_profile": .any,
        ]),
        "web_search": .oneOf(["disabled", "cached", "indexed", "live"]),
        "forced_login_method": .oneOf(["chatgpt", "api"]),

        // Servers and sessions
        "mcp_servers": .map(.map(.any)),
        "thread_unload_delay_secs": .count,
        "history": .table(["max_age_days": .count, "max_bytes": .count, "persistence": .any]),
        "features": .map(.any),
    ]

    private static let provider = SettingShape.table([
        "name": .string,
        "base_url": .string,
        "wire_api": .oneOf(["responses"]),
        "env_key": .string,
        "env_key_instructions": .string,
        "http_headers": .map(.string),
        "env_http_headers": .map(.string),
        "query_params": .map(.string),
        "request_max_retries": .count,
        "stream_max_retries": .count,
        "stream_idle_timeout_ms": .count,
        "requires_openai_auth": .bool,
        // Accepted and without effect here.
        "auth": .any,
        "aws": .any,
        "experimental_bearer_token": .any,
        "supports_websockets": .any,
        "websocket_connect_timeout_ms": .any,
    ])

    /// Keys that existing files hold and that change nothing here.
    private static let accepted: [String] = [
        "agents", "allow_login_shell", "allow_symlinked_codex_home", "analytics", "apps", "apps_mcp_product_sku",
        "audio", "auto_review", "background_terminal_max_timeout", "browser_use", "chatgpt_base_url",
        "check_for_update_on_startup", "cli_auth_credentials_store", "cloud", "computer_use", "daybreak",
        "default_permissions", "desktop", "disable_paste_burst", "experimental_compact_prompt_file",
        "experimental_realtime_start_instructions", "experimental_realtime_webrtc_call_base_url",
        "experimental_realtime_ws_backend_prompt", "experimental_realtime_ws_base_url",
        "experimental_realtime_ws_model", "experimental_realtime_ws_startup_context", "experimental_thread_store",
        "experimental_thread_store_endpoint", "experimental_use_unified_exec_tool", "feedback", "file_opener",
        "forced_chatgpt_workspace_id", "ghost_snapshot", "goals", "hide_agent_reasoning", "hooks",
        "include_apps_instructions", "include_collaboration_mode_instructions", "include_environment_context",
        "include_environment_context_time", "include_permissions_instructions", "js_repl_node_module_dirs",
        "js_repl_node_path", "log_dir", "marketplaces", "mcp_enterprise_managed_auth", "mcp_oauth_callback_port",
        "mcp_oauth_callback_url", "mcp_oauth_credentials_store", "mcp_optional_startup_grace_ms", "memories",
        "model_catalog_json", "model_instructions_file", "model_post_turn_compact_threshold_percent", "notice",
        "notify", "openai_base_url", "orchestrator", "oss_provider", "otel", "permissions", "personality",
        "plan_mode_reasoning_effort", "plugins", "profile", "profiles", "projects", "realtime",
        "responses_api_metadata", "show_raw_agent_reasoning", "skills", "sqlite_home",
        "suppress_unstable_features_warning", "tool_output_token_limit", "tool_suggest", "tools", "tui", "windows",
    ]
}
