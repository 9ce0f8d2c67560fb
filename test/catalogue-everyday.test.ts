// The shipped catalogue against what is in use: MCP servers of every day, Google Cloud, Azure, audit logs, and what only looks like them.
import { expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { loadRules, shippedRules } from '../src/cli/rules.js'
import { createCatalogue } from '../src/correlate/catalogue.js'

const { catalogue, problems } = loadRules([shippedRules()])
const shipped = createCatalogue(catalogue)

const ofTool = (name: string) => shipped.classify(null, name, null)
const ofAction = (name: string) => shipped.classify(name, null, null)

/** Lines `name → class` or `name → domain.class` whose answer is another. */
function wrong(text: string, classify: typeof ofTool): string[] {
  const lines = text.trim().split('\n')
  return lines.flatMap((line) => {
    const [name, answer] = line.split('→').map((part) => part.trim()) as [string, string]
    const { capability, domain } = classify(name)
    const found = answer.includes('.') ? `${domain}.${capability}` : capability
    return found === answer ? [] : [`${name} → ${found} instead of ${answer}`]
  })
}

test('tools of everyday MCP servers and coding agents have the class of what they do, and the domain they do it in', () => {
  expect(problems.map(String)).toEqual([])
  expect(
    wrong(
      `
      mcp__filesystem__read_media_file → files.read
      mcp__filesystem__list_directory_with_sizes → files.read
      mcp__filesystem__search_files → files.search
      mcp__filesystem__move_file → files.write
      mcp__everything__printEnv → secret
      mcp__everything__echo → summarise
      mcp__git__git_diff_unstaged → repository.read
      mcp__git__git_commit → repository.write
      mcp__git__git_add → repository.write
      mcp__git__git_checkout → repository.write
      mcp__git__git_create_branch → repository.write
      mcp__git__git_branch → repository.read
      mcp__github__get_me → repository.read
      mcp__github__get_file_contents → repository.read
      mcp__github__add_issue_comment → repository.write
      mcp__github__create_branch → repository.write
      mcp__github__delete_file → repository.delete
      mcp__github__search_repositories → repository.search
      mcp__github__update_pull_request_branch → repository.write
      mcp__github__pull_request_review_write → repository.write
      mcp__github__request_copilot_review → repository.write
      mcp__github__assign_copilot_to_issue → repository.write
      mcp__github__run_workflow → repository.execute
      mcp__github__rerun_workflow_run → repository.execute
      mcp__github__rerun_failed_jobs → repository.execute
      mcp__github__cancel_workflow_run → repository.write
      mcp__github__delete_workflow_run_logs → repository.delete
      mcp__github__download_workflow_run_artifact → repository.read
      mcp__github__list_code_scanning_alerts → repository.read
      mcp__github__get_job_logs → repository.read
      mcp__github__list_dependabot_alerts → repository.read
      mcp__github__dismiss_notification → repository.write
      mcp__github__create_gist → repository.send
      mcp__github__create_repository → repository.write
      mcp__github__star_repository → repository.write
      mcp__github__sub_issue_write → repository.write
      mcp__github__list_discussions → repository.read
      mcp__github__get_global_security_advisory → repository.read
      mcp__github__merge_pull_request → repository.write
      mcp__github__push_files → repository.write
      mcp__github__fork_repository → repository.write
      mcp__gitlab__create_merge_request → repository.write
      mcp__gitlab__merge_merge_request → repository.write
      mcp__gitlab__create_note → repository.write
      mcp__gitlab__get_merge_request_diffs → repository.read
      mcp__gitlab__list_pipelines → repository.read
      mcp__gitlab__retry_pipeline → repository.execute
      mcp__slack__slack_list_channels → chat.read
      mcp__slack__slack_get_channel_history → chat.read
      mcp__slack__slack_get_users → chat.read
      mcp__slack__slack_send_message → chat.send
      mcp__slack__slack_schedule_message → chat.send
      mcp__slack__slack_read_channel → chat.read
      mcp__slack__slack_search_public → chat.search
      mcp__slack__slack_create_canvas → chat.write
      mcp__slack__conversations_history → chat.read
      mcp__slack__conversations_add_message → chat.send
      mcp__slack__conversations_replies → chat.read
      mcp__slack__conversations_search_messages → chat.search
      mcp__slack__channels_list → chat.read
      mcp__discord__send_message → chat.send
      mcp__discord__read_messages → chat.read
      mcp__discord__delete_message → chat.delete
      mcp__whatsapp__send_message → chat.send
      mcp__whatsapp__list_messages → chat.read
      mcp__telegram__send_message → chat.send
      mcp__twilio__send_sms → chat.send
      mcp__postgres__query → database.search
      mcp__postgres__execute_sql → database.execute
      mcp__postgres__explain_query → database.summarise
      mcp__postgres__analyze_db_health → database.summarise
      mcp__postgres__list_schemas → database.read
      mcp__postgres__get_object_details → database.read
      mcp__postgres__get_top_queries → database.read
      mcp__sqlite__write_query → database.write
      mcp__sqlite__describe_table → database.read
      mcp__sqlite__append_insight → database.write
      mcp__mongodb__find → database.search
      mcp__mongodb__aggregate → database.search
      mcp__mongodb__insert-many → database.write
      mcp__mongodb__update-many → database.write
      mcp__mongodb__delete-many → database.delete
      mcp__mongodb__drop-collection → database.delete
      mcp__mongodb__drop-database → database.delete
      mcp__mongodb__create-index → database.write
      mcp__mongodb__collection-schema → database.read
      mcp__mongodb__atlas-create-db-user → database.identity
      mcp__mongodb__atlas-create-access-list → database.admin
      mcp__redis__get → database.read
      mcp__redis__set → database.write
      mcp__redis__delete → database.delete
      mcp__redis__hgetall → database.read
      mcp__redis__hset → database.write
      mcp__redis__scan_keys → database.read
      mcp__mysql__mysql_query → database.search
      mcp__snowflake__run_snowflake_query → database.execute
      mcp__bigquery__execute_sql → database.execute
      mcp__clickhouse__run_select_query → database.search
      mcp__supabase__execute_sql → database.execute
      mcp__supabase__apply_migration → database.admin
      mcp__supabase__deploy_edge_function → database.execute
      mcp__supabase__get_anon_key → secret
      mcp__supabase__list_tables → database.read
      mcp__supabase__delete_branch → database.delete
      mcp__supabase__pause_project → database.execute
      mcp__neon__run_sql → database.execute
      mcp__neon__run_sql_transaction → database.execute
      mcp__neon__delete_project → database.delete
      mcp__neon__get_connection_string → database.secret
      mcp__elasticsearch__search → database.search
      mcp__elasticsearch__list_indices → database.read
      mcp__elasticsearch__get_mappings → database.read
      mcp__elasticsearch__esql → database.search
      mcp__qdrant__qdrant-store → memory.write
      mcp__qdrant__qdrant-find → memory.search
      mcp__chroma__chroma_add_documents → memory.write
      mcp__chroma__chroma_query_documents → memory.search
      mcp__chroma__chroma_delete_collection → memory.delete
      mcp__puppeteer__puppeteer_navigate → web.network
      mcp__puppeteer__puppeteer_click → web.write
      mcp__puppeteer__puppeteer_fill → web.write
      mcp__puppeteer__puppeteer_select → web.write
      mcp__puppeteer__puppeteer_hover → web.read
      mcp__puppeteer__puppeteer_evaluate → web.execute
      mcp__playwright__browser_navigate → web.network
      mcp__playwright__browser_navigate_back → web.network
      mcp__playwright__browser_resize → web.read
      mcp__playwright__browser_handle_dialog → web.write
      mcp__playwright__browser_file_upload → web.send
      mcp__playwright__browser_install → web.execute
      mcp__playwright__browser_pdf_save → web.read
      mcp__browserbase__browserbase_session_create → web.network
      mcp__browserbase__stagehand_act → web.write
      mcp__browserbase__stagehand_extract → web.read
      mcp__browserbase__stagehand_navigate → web.network
      mcp__browserbase__stagehand_observe → web.read
      mcp__chrome-devtools__navigate_page → web.network
      mcp__chrome-devtools__new_page → web.network
      mcp__chrome-devtools__evaluate_script → web.execute
      mcp__chrome-devtools__upload_file → web.send
      mcp__chrome-devtools__take_snapshot → web.read
      mcp__chrome-devtools__list_network_requests → web.read
      mcp__chrome-devtools__click → web.write
      mcp__chrome-devtools__performance_start_trace → web.read
      mcp__fetch__fetch → web.network
      mcp__gmail__read_email → email.read
      mcp__gmail__search_emails → email.search
      mcp__gmail__download_attachment → email.read
      mcp__gmail__modify_email → email.write
      mcp__gmail__delete_email → email.delete
      mcp__gmail__batch_modify_emails → email.write
      mcp__gmail__batch_delete_emails → email.delete
      mcp__gmail__create_label → email.write
      mcp__gmail__create_filter → email.admin
      mcp__gmail__create_filter_from_template → email.admin
      mcp__gmail__delete_filter → email.write
      mcp__gmail__list_filters → email.read
      mcp__gmail__list_email_labels → email.read
      mcp__workspace__send_gmail_message → email.send
      mcp__workspace__search_gmail_messages → email.search
      mcp__workspace__get_gmail_message_content → email.read
      mcp__workspace__draft_gmail_message → email.write
      mcp__workspace__create_event → calendar.write
      mcp__workspace__delete_event → calendar.delete
      mcp__workspace__list_calendars → calendar.read
      mcp__workspace__search_drive_files → files.search
      mcp__workspace__get_drive_file_content → files.read
      mcp__workspace__create_drive_file → files.write
      mcp__workspace__share_drive_file → files.send
      mcp__workspace__set_drive_file_permissions → files.admin
      mcp__workspace__create_doc → documents.write
      mcp__workspace__modify_doc_text → documents.write
      mcp__workspace__read_sheet_values → documents.read
      mcp__workspace__modify_sheet_values → documents.write
      mcp__gdrive__gdrive_search → files.search
      mcp__gdrive__gdrive_read_file → files.read
      mcp__gdrive__gsheets_update_cell → documents.write
      mcp__gdrive__gsheets_read → documents.read
      mcp__notion__notion-search → documents.search
      mcp__notion__notion-fetch → documents.read
      mcp__notion__notion-create-pages → documents.write
      mcp__notion__notion-update-page → documents.write
      mcp__notion__notion-create-comment → documents.write
      mcp__notion__notion-get-users → documents.read
      mcp__notion__API-post-search → documents.search
      mcp__notion__API-post-page → documents.write
      mcp__notion__API-patch-page → documents.write
      mcp__notion__API-delete-a-block → documents.delete
      mcp__notion__API-retrieve-a-page → documents.read
      mcp__linear__list_issues → ticket.read
      mcp__linear__create_issue → ticket.write
      mcp__linear__save_issue → ticket.write
      mcp__linear__create_comment → ticket.write
      mcp__linear__search_documentation → ticket.search
      mcp__atlassian__getJiraIssue → ticket.read
      mcp__atlassian__createJiraIssue → ticket.write
      mcp__atlassian__transitionJiraIssue → ticket.write
      mcp__atlassian__addCommentToJiraIssue → ticket.write
      mcp__atlassian__addWorklogToJiraIssue → ticket.write
      mcp__atlassian__searchJiraIssuesUsingJql → ticket.search
      mcp__atlassian__getConfluencePage → documents.read
      mcp__atlassian__createConfluencePage → documents.write
      mcp__atlassian__searchConfluenceUsingCql → documents.search
      mcp__jira__jira_delete_issue → ticket.delete
      mcp__jira__jira_batch_create_issues → ticket.write
      mcp__jira__jira_transition_issue → ticket.write
      mcp__stripe__create_customer → bank.write
      mcp__stripe__list_customers → bank.read
      mcp__stripe__create_price → bank.write
      mcp__stripe__create_payment_link → bank.write
      mcp__stripe__create_invoice_item → bank.write
      mcp__stripe__finalize_invoice → bank.send
      mcp__stripe__retrieve_balance → bank.read
      mcp__stripe__create_refund → bank.pay
      mcp__stripe__list_payment_intents → bank.read
      mcp__stripe__cancel_subscription → bank.write
      mcp__stripe__search_stripe_documentation → bank.search
      mcp__stripe__update_dispute → bank.write
      mcp__paypal__pay_order → bank.pay
      mcp__paypal__create_order → bank.write
      mcp__paypal__send_invoice → bank.send
      mcp__sentry__whoami → monitoring.read
      mcp__sentry__find_organizations → monitoring.search
      mcp__sentry__get_issue_details → monitoring.read
      mcp__sentry__update_issue → monitoring.write
      mcp__sentry__analyze_issue_with_seer → monitoring.summarise
      mcp__sentry__create_dsn → monitoring.identity
      mcp__kubernetes__pods_get → kubernetes.read
      mcp__kubernetes__pods_delete → kubernetes.delete
      mcp__kubernetes__pods_exec → kubernetes.execute
      mcp__kubernetes__pods_run → kubernetes.execute
      mcp__kubernetes__pods_top → kubernetes.read
      mcp__kubernetes__resources_list → kubernetes.read
      mcp__kubernetes__resources_delete → kubernetes.delete
      mcp__kubernetes__resources_scale → kubernetes.execute
      mcp__kubernetes__namespaces_list → kubernetes.read
      mcp__kubernetes__events_list → kubernetes.read
      mcp__kubernetes__configuration_view → kubernetes.secret
      mcp__kubernetes__helm_install → kubernetes.write
      mcp__kubernetes__helm_uninstall → kubernetes.delete
      mcp__kubernetes__kubectl_create → kubernetes.write
      mcp__kubernetes__kubectl_scale → kubernetes.execute
      mcp__kubernetes__kubectl_rollout → kubernetes.execute
      mcp__kubernetes__kubectl_patch → kubernetes.write
      mcp__kubernetes__kubectl_context → kubernetes.read
      mcp__kubernetes__kubectl_generic → kubernetes.execute
      mcp__kubernetes__exec_in_pod → kubernetes.execute
      mcp__kubernetes__port_forward → kubernetes.network
      mcp__kubernetes__node_management → kubernetes.admin
      mcp__kubernetes__cleanup_pods → kubernetes.delete
      mcp__kubernetes__uninstall_helm_chart → kubernetes.delete
      mcp__kubernetes__install_helm_chart → kubernetes.write
      mcp__argocd__sync_application → kubernetes.write
      mcp__docker__list_containers → container.read
      mcp__docker__create_container → container.write
      mcp__docker__run_container → container.execute
      mcp__docker__fetch_container_logs → container.read
      mcp__docker__stop_container → container.execute
      mcp__docker__remove_container → container.delete
      mcp__docker__push_image → container.send
      mcp__docker__pull_image → container.network
      mcp__docker__build_image → container.write
      mcp__docker__remove_volume → container.delete
      mcp__docker__docker_exec → container.execute
      mcp__terraform__search_providers → cloud.search
      mcp__terraform__get_provider_details → cloud.read
      mcp__terraform__create_workspace → cloud.write
      mcp__terraform__delete_workspace_safely → cloud.delete
      mcp__terraform__create_run → cloud.execute
      mcp__terraform__action_run → cloud.execute
      mcp__terraform__list_runs → cloud.read
      mcp__aws-api__call_aws → aws.execute
      mcp__awslabs_iam__create_access_key → identity
      mcp__awslabs_iam__attach_user_policy → admin
      mcp__aws-docs__read_documentation → aws.read
      mcp__cloudflare__workers_list → cloud.read
      mcp__cloudflare__kv_namespace_create → cloud.write
      mcp__cloudflare__kv_namespace_delete → cloud.delete
      mcp__cloudflare__d1_database_query → execute
      mcp__grafana__query_prometheus → monitoring.search
      datadog_mute_monitor → monitoring.write
      alertmanager_silence → write
      order_history → shop.read
      account_usage_stats → read
      mcp__grafana__query_loki_logs → monitoring.search
      mcp__grafana__update_dashboard → monitoring.write
      mcp__grafana__list_datasources → monitoring.read
      mcp__datadog__get_logs → monitoring.read
      mcp__pagerduty__create_incident → ticket.write
      mcp__brave__brave_web_search → web.search
      mcp__exa__web_search_exa → web.search
      mcp__exa__crawling_exa → web.network
      mcp__perplexity__perplexity_ask → web.search
      mcp__firecrawl__firecrawl_scrape → web.network
      mcp__context7__resolve-library-id → documents.search
      mcp__context7__query-docs → documents.search
      mcp__deepwiki__read_wiki_contents → documents.read
      mcp__deepwiki__ask_question → documents.search
      mcp__figma__get_design_context → read
      mcp__airtable__list_records → database.read
      mcp__airtable__create_record → database.write
      mcp__airtable__delete_records → database.delete
      mcp__hubspot__hubspot-create-engagement → crm.write
      mcp__hubspot__hubspot-search-objects → crm.search
      mcp__salesforce__salesforce_query_records → crm.search
      mcp__salesforce__salesforce_dml_records → crm.write
      mcp__salesforce__salesforce_execute_anonymous → crm.execute
      mcp__desktop-commander__start_process → shell.execute
      mcp__desktop-commander__execute_command → shell.execute
      mcp__desktop-commander__interact_with_process → shell.execute
      mcp__desktop-commander__read_process_output → shell.read
      mcp__desktop-commander__kill_process → shell.execute
      mcp__desktop-commander__force_terminate → shell.execute
      mcp__desktop-commander__set_config_value → shell.admin
      mcp__desktop-commander__list_processes → shell.read
      mcp__desktop-commander__edit_block → files.write
      run_terminal_cmd → shell.execute
      run_in_terminal → shell.execute
      run_shell_command → shell.execute
      run_command → shell.execute
      local_shell → shell.execute
      codebase_search → files.search
      grep_search → files.search
      file_search → files.search
      list_dir → files.read
      create_file → files.write
      replace_string_in_file → files.write
      insert_edit_into_file → files.write
      search_file_content → files.search
      read_many_files → files.read
      semantic_search → files.search
      str_replace_based_edit_tool → files.write
      fetch_webpage → web.network
      google_web_search → web.search
      web_search_preview → web.search
      save_memory → memory.write
      image_generation → summarise
      ExitPlanMode → summarise
      AskUserQuestion → summarise
      Skill → read
      Agent → agent.execute
      NotebookEdit → files.write
      mcp__vault__read_secret → vault.secret
      mcp__vault__write_secret → vault.secret
      mcp__vault__delete_secret → vault.delete
      mcp__vault__list_secrets → vault.read
      mcp__vault__create_mount → vault.admin
      mcp__vault__issue_pki_certificate → vault.secret
      mcp__okta__create_user → identity.identity
      mcp__okta__list_users → identity.read
      mcp__okta__assign_user_to_group → identity.admin
      mcp__okta__deactivate_user → identity.identity
      mcp__obsidian__obsidian_append_content → documents.write
      mcp__obsidian__obsidian_delete_file → documents.delete
      mcp__obsidian__obsidian_simple_search → documents.search
      mcp__asana__asana_create_task → ticket.write
      mcp__trello__add_card_to_list → ticket.write
      mcp__todoist__create-task → ticket.write
      mcp__zendesk__create_ticket_comment → ticket.write
      mcp__intercom__search_conversations → ticket.search
      mcp__shopify__update_cart → shop.write
      mcp__shopify__search_shop_catalog → shop.search
      mcp__vercel__deploy_to_vercel → cloud.execute
      mcp__vercel__list_deployments → cloud.read
      mcp__netlify__deploy-site → cloud.execute
      mcp__kafka__produce_message → stream.send
      mcp__kafka__consume_messages → stream.read
      mcp__home-assistant__HassTurnOn → execute
      mcp__memory__create_entities → memory.write
      mcp__mem0__add_memory → memory.write
      mcp__mem0__search_memories → memory.search
      mcp__time__get_current_time → read
      mcp__semgrep__semgrep_scan → read
      mcp__zapier__gmail_send_email → email.send
      mcp__quickbooks__create_bill_payment → bank.pay
      mcp__plaid__get_transactions → bank.read
      mcp__make__run_scenario → execute
      mcp__n8n__execute_workflow → execute
      mcp__huggingface__hf_doc_search → search
      mcp__apify__call-actor → execute
      mcp__square__make_api_request → bank.execute
    `,
      ofTool,
    ),
  ).toEqual([])
})

test('operations of Google Cloud are judged as permissions, as methods of its audit log and as requests to its clusters', () => {
  expect(
    wrong(
      `
      storage.objects.get → gcp.read
      storage.objects.list → gcp.read
      storage.objects.create → gcp.write
      storage.objects.delete → gcp.delete
      storage.buckets.setIamPolicy → gcp.admin
      storage.buckets.getIamPolicy → gcp.read
      storage.setIamPermissions → gcp.admin
      SetIamPolicy → gcp.admin
      compute.instances.insert → gcp.write
      v1.compute.instances.insert → gcp.write
      beta.compute.instances.delete → gcp.delete
      v1.compute.instances.reset → gcp.execute
      compute.instances.setMetadata → gcp.admin
      v1.compute.firewalls.insert → gcp.admin
      compute.firewalls.list → gcp.read
      v1.compute.projects.setCommonInstanceMetadata → gcp.admin
      compute.instances.osAdminLogin → gcp.execute
      iam.serviceAccounts.actAs → gcp.identity
      iam.serviceAccounts.getAccessToken → gcp.identity
      iam.serviceAccountKeys.create → gcp.identity
      iam.serviceAccountKeys.list → gcp.read
      iam.roles.create → gcp.admin
      iam.roles.get → gcp.read
      google.iam.admin.v1.CreateServiceAccountKey → gcp.identity
      google.iam.admin.v1.CreateServiceAccount → gcp.identity
      google.iam.admin.v1.ListServiceAccountKeys → gcp.read
      google.iam.admin.v1.CreateRole → gcp.admin
      google.iam.admin.v1.SetIamPolicy → gcp.admin
      google.iam.credentials.v1.IAMCredentials.GenerateAccessToken → gcp.identity
      google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion → gcp.secret
      google.cloud.secretmanager.v1.SecretManagerService.ListSecrets → gcp.read
      secretmanager.versions.access → gcp.secret
      secretmanager.versions.list → gcp.read
      google.logging.v2.ConfigServiceV2.DeleteSink → gcp.admin
      google.logging.v2.ConfigServiceV2.UpdateSink → gcp.admin
      google.logging.v2.LoggingServiceV2.ListLogEntries → gcp.read
      logging.sinks.delete → gcp.admin
      google.container.v1.ClusterManager.DeleteCluster → gcp.delete
      google.container.v1.ClusterManager.GetCluster → gcp.read
      container.pods.exec → gcp.execute
      bigquery.jobs.create → gcp.execute
      bigquery.tables.getData → gcp.read
      bigquery.tables.delete → gcp.delete
      pubsub.topics.publish → gcp.send
      run.services.create → gcp.write
      run.services.get → gcp.read
      run.routes.invoke → gcp.execute
      cloudfunctions.functions.call → gcp.execute
      cloudkms.cryptoKeyVersions.useToDecrypt → gcp.secret
      cloudkms.cryptoKeyVersions.destroy → gcp.delete
      apikeys.keys.create → gcp.identity
      apikeys.keys.getKeyString → gcp.secret
      monitoring.alertPolicies.delete → gcp.admin
      monitoring.timeSeries.list → gcp.read
      cloudsql.instances.export → gcp.read
      resourcemanager.projects.delete → gcp.delete
      aiplatform.endpoints.predict → gcp.summarise
      io.k8s.core.v1.secrets.get → kubernetes.secret
      io.k8s.core.v1.pods.exec.create → kubernetes.execute
      io.k8s.core.v1.pods.list → kubernetes.read
      io.k8s.authorization.rbac.v1.clusterrolebindings.create → kubernetes.admin
      io.k8s.apps.v1.deployments.delete → kubernetes.delete
    `,
      ofAction,
    ),
  ).toEqual([])
})

test('operations of Azure are judged by what they are done to: keys handed out are secrets, access and watching are admin', () => {
  expect(
    wrong(
      `
      Microsoft.Compute/virtualMachines/read → azure.read
      Microsoft.Compute/virtualMachines/write → azure.write
      Microsoft.Compute/virtualMachines/delete → azure.delete
      MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION → azure.execute
      Microsoft.Compute/virtualMachines/start/action → azure.execute
      Microsoft.Compute/virtualMachines/extensions/write → azure.execute
      Microsoft.Authorization/roleAssignments/write → azure.admin
      Microsoft.Authorization/roleAssignments/read → azure.read
      Microsoft.Authorization/locks/delete → azure.admin
      Microsoft.Authorization/elevateAccess/action → azure.admin
      Microsoft.KeyVault/vaults/secrets/getSecret/action → azure.secret
      Microsoft.KeyVault/vaults/secrets/readMetadata/action → azure.read
      Microsoft.KeyVault/vaults/keys/decrypt/action → azure.secret
      Microsoft.KeyVault/vaults/keys/encrypt/action → azure.execute
      Microsoft.KeyVault/vaults/accessPolicies/write → azure.admin
      Microsoft.KeyVault/vaults/delete → azure.delete
      Microsoft.Storage/storageAccounts/listKeys/action → azure.secret
      Microsoft.Storage/storageAccounts/listAccountSas/action → azure.secret
      Microsoft.Storage/storageAccounts/regenerateKey/action → azure.identity
      Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read → azure.read
      Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write → azure.write
      Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete → azure.delete
      Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action → azure.secret
      Microsoft.Web/sites/config/list/action → azure.read
      Microsoft.Web/sites/restart/action → azure.execute
      Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action → azure.secret
      Microsoft.Network/networkSecurityGroups/securityRules/write → azure.admin
      Microsoft.Network/virtualNetworks/subnets/join/action → azure.write
      Microsoft.Insights/diagnosticSettings/delete → azure.admin
      Microsoft.Insights/metrics/read → azure.read
      Microsoft.ManagedIdentity/userAssignedIdentities/assign/action → azure.identity
      Microsoft.ManagedIdentity/userAssignedIdentities/write → azure.identity
      Microsoft.OperationalInsights/workspaces/query/action → azure.search
      Microsoft.Resources/deployments/write → azure.write
      Microsoft.Security/pricings/write → azure.admin
    `,
      ofAction,
    ),
  ).toEqual([])
})

test('events of audit logs of GitHub, Slack, Gmail, Exchange, Entra ID and Okta have the class of what they tell of', () => {
  expect(
    wrong(
      `
      protected_branch.destroy → repository.admin
      protected_branch.policy_override → repository.admin
      repository_ruleset.destroy → repository.admin
      repository_secret_scanning.disable → repository.admin
      repository_secret_scanning_push_protection.disable → repository.admin
      public_key.create → repository.identity
      repo.access → repository.admin
      repo.destroy → repository.delete
      repo.create → repository.write
      repo.download_zip → repository.read
      repo.create_actions_secret → repository.secret
      org.add_member → repository.admin
      hook.create → repository.admin
      git.clone → repository.read
      git.push → repository.write
      pull_request.merge → repository.write
      personal_access_token.access_granted → repository.identity
      workflows.created_workflow_run → repository.execute
      chat.postMessage → chat.send
      conversations.history → chat.read
      conversations.invite → chat.write
      files.sharedPublicURL → chat.send
      admin.users.setAdmin → chat.admin
      search.messages → chat.search
      app_installed → chat.admin
      gmail.users.messages.send → email.send
      users.messages.send → email.send
      gmail.users.messages.get → email.read
      gmail.users.messages.trash → email.delete
      gmail.users.settings.filters.create → email.admin
      gmail.users.settings.filters.list → email.read
      New-InboxRule → email.admin
      Set-Mailbox → email.admin
      Get-Mailbox → read
      MailItemsAccessed → email.read
      HardDelete → email.delete
      drive.files.get → files.read
      drive.permissions.create → files.send
      drive.files.delete → files.delete
      AnonymousLinkCreated → files.send
      FileDownloaded → files.read
      Add member to role → identity.admin
      Add member to role. → identity.admin
      Update application – Certificates and secrets management → identity.identity
      Update conditional access policy → identity.admin
      Add service principal credentials → identity.identity
      Consent to application → identity.admin
      user.account.privilege.grant → identity.admin
      system.api_token.create → identity.identity
    `,
      ofAction,
    ),
  ).toEqual([])
})

test('tools and actions that only look like those stay what their own words say', () => {
  expect(
    wrong(
      `
      create_filter_view → write
      list_filters → read
      get_filter → read
      mcp__crm__create_filter → write
      get_security_events → read
      list_events → read
      get_agent → read
      list_skills → read
      search_agents → search
      echo_cancellation → unknown
      fetch_order → read
      new_page_title → unknown
      mcp__github__get_file_contents → read
      get_gist → read
      list_secrets → read
      git_branch_list → read
      list_kafka_topics → read
      get_query_history → read
      docker_ps → unknown
      list_docker_images → read
      get_helm_values → read
      get_payment_status → read
      list_payouts → read
      stripe_get_balance → read
      view_invoice → read
      find_expenses → search
      get_deploy_key_count → read
      list_webhooks → read
      get_secret_scanning_alert → read
      printers_list → read
      get_env_names → read
    `,
      ofTool,
    ),
  ).toEqual([])
  expect(
    wrong(
      `
      storage.example.com → unknown
      run.tests → execute
      compute.total → unknown
      GET /google.iam.admin.v1.CreateServiceAccountKey → http.read
      microsoft.com/pricing/read → read
      Microsoft.Compute/virtualMachines → unknown
      GET /Microsoft.Compute/virtualMachines/delete → http.read
      Add user story to board → write
      repo.archived → unknown
      repository.delete → delete
      org.members.list → read
      chat.history.list → read
      HardDeletedItems → unknown
      drive.about.get → files.read
      Set-Content → write
      New-Item → unknown
      microsoft → unknown
      org.example.orders → unknown
      google.maps.directions → unknown
      com.acme.v1.orders.delete → delete
    `,
      ofAction,
    ),
  ).toEqual([])
})

test('files that hold credentials are restricted wherever they lie, and their examples are not', () => {
  const sensitivity = (id: string) => shipped.resource(id).sensitivity
  for (const id of [
    '/home/app/.kube/config',
    '/home/app/.git-credentials',
    '/srv/app/.env.production',
    '/home/app/.config/gcloud/credentials.db',
    '/etc/shadow',
    'projects/1/secrets/db/versions/2',
    'https://ops.vault.azure.net/secrets/db',
  ])
    expect([id, sensitivity(id)]).toEqual([id, 'restricted'])
  for (const id of ['/srv/app/.env.example', '/srv/app/environment.ts', '/home/app/.kube/cache'])
    expect([id, sensitivity(id)]).not.toEqual([id, 'restricted'])
})

test('no two catalogues of the shipped folder speak of the same name', () => {
  expect(readdirSync(shippedRules()).filter((name) => /^catalogue/.test(name))).toEqual([])
  for (const entries of [catalogue.tools, catalogue.actions, catalogue.resources]) {
    const globs = entries.map(({ glob }) => glob.toLowerCase())
    expect(globs.filter((glob, at) => globs.indexOf(glob) !== at)).toEqual([])
  }
})
